import { call, onSubmit, tell } from './api.js';

onSubmit('enroll', async (data, form) => {
  await call('POST', '/enrollments', Object.fromEntries(data));
  form.hidden = true;
  tell('Look into your mailbox and open the link we sent. It is valid for 48 hours.');
});
