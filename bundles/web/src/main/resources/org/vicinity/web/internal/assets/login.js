import { call, session } from './api.js';
import { tell, text } from './messages.js';
import { goTo, onSubmit } from './page.js';

// Where the person was going: a path of ours, nothing else.
const hash = location.hash.slice(1);
const target = /^\/(?!\/)[\w/%.~-]*$/.test(hash) ? hash : '/account';
if (hash) {
  tell(text('session-over'));
}

onSubmit('login', async (data) => {
  await call('POST', '/sessions', Object.fromEntries(data));
  session.open = true;
  const { body } = await call('GET', '/account');
  goTo(target, body.language);
});
