import { call, onSubmit } from './api.js';

onSubmit('login', async (data) => {
  await call('POST', '/sessions', Object.fromEntries(data));
  location.assign('/account');
});
