import { call } from './api.js';
import { language, nodes, tellEnd } from './messages.js';
import { onSubmit } from './page.js';

onSubmit('enroll', async (data, form) => {
  const email = data.get('email');
  await call('POST', '/enrollments', { email, password: data.get('password'), language });
  form.hidden = true;
  tellEnd(...nodes('mailed-enrollment', { email }));
});
