import { call, onSubmit, takeToken, tell } from './api.js';

const token = takeToken();
const passwordPart = document.getElementById('password-part');
const form = onSubmit('confirm', async (data) => {
  const password = data.get('password');
  const { status } = await call('POST', '/enrollments/confirmations', password ? { token, password } : { token });
  form.hidden = true;
  tell(status === 200 ? 'Your enrollment was confirmed before. You can log in.' : 'You are enrolled. You can log in now.');
}, (refusal) => {
  if (refusal.name === 'password-needed') {
    passwordPart.hidden = false;
    document.getElementById('password').focus();
  }
  return false;
});
if (!token) {
  form.hidden = true;
  tell('Open the link in the mail once more: its token is missing here.');
}
