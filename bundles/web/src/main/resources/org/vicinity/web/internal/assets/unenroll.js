import { call, session } from './api.js';
import { tellEnd, text } from './messages.js';
import { onSubmit } from './page.js';

const form = onSubmit('unenroll', async (data) => {
  await call('POST', '/sessions', Object.fromEntries(data));
  await call('DELETE', '/account', { password: data.get('password') });
  session.open = false;
  form.hidden = true;
  tellEnd(text('unenrolled'));
});
