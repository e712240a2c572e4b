import { call, session } from './api.js';
import { nodes, tellEnd, text } from './messages.js';
import { byId, onSubmit, show, takeToken } from './page.js';

const token = takeToken();
const confirmation = onSubmit('confirm', async (data) => {
  const password = data.get('password');
  await call('POST', '/password-resets/confirmations', password ? { token, password } : { token });
  session.open = false;
  confirmation.hidden = true;
  tellEnd(...nodes('password-changed'));
}, (refusal) => {
  if (refusal.name === 'password-needed') {
    show('password-part', true);
    byId('password').focus();
  }
  return false;
});
const request = onSubmit('request', async (data) => {
  await call('POST', '/password-resets', Object.fromEntries(data));
  request.hidden = true;
  tellEnd(text('mailed-reset'));
});
(token ? confirmation : request).hidden = false;
