import { call, onSubmit, tell } from './api.js';

const form = onSubmit('unenroll', async (data) => {
  await call('POST', '/sessions', Object.fromEntries(data));
  await call('DELETE', '/account', { password: data.get('password') });
  form.hidden = true;
  tell('You are un-enrolled. Your account, places and follows are removed.');
});
