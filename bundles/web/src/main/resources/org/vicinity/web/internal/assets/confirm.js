import { call } from './api.js';
import { nodes, tellEnd, text } from './messages.js';
import { byId, onSubmit, show, takeToken } from './page.js';

const token = takeToken();
const form = onSubmit('confirm', async (data) => {
  const password = data.get('password');
  const { status } = await call('POST', '/enrollments/confirmations', password ? { token, password } : { token });
  form.hidden = true;
  tellEnd(...nodes(status === 200 ? 'enrolled-before' : 'enrolled'));
}, (refusal) => {
  if (refusal.name === 'password-needed') {
    show('password-part', true);
    byId('password').focus();
  }
  return false;
});
if (!token) {
  form.hidden = true;
  tellEnd(text('token-missing'));
}
