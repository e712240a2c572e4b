import { call, onSubmit, takeToken, tell } from './api.js';

const token = takeToken();
const passwordPart = document.getElementById('password-part');
const form = onSubmit('confirm', async (data) => {
  const password = data.get('password');
  await call('POST', '/password-resets/confirmations', password ? { token, password } : { token });
  form.hidden = true;
  tell('Your new password counts now. You can log in.');
}, (refusal) => {
  if (refusal.name === 'password-needed') {
    passwordPart.hidden = false;
    document.getElementById('password').focus();
  }
  return false;
});
const request = onSubmit('request', async (data) => {
  await call('POST', '/password-resets', Object.fromEntries(data));
  request.hidden = true;
  tell('If the address is enrolled, we mailed you a link. Your new password counts once you press the button behind it.');
});
form.hidden = !token;
form.previousElementSibling.hidden = !token;
request.hidden = Boolean(token);
