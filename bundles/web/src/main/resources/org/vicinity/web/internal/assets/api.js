// The REST API from the pages, and what all pages share.
const message = document.getElementById('message');
let csrfToken = '';

export function tell(text) {
  message.textContent = text;
  if (text) {
    message.scrollIntoView({ block: 'nearest' });
  }
}

export class Refusal extends Error {
  constructor(status, problem) {
    const fields = (problem.errors ?? []).map((error) => `${error.field}: ${error.message}`);
    super([problem.detail ?? 'The server could not be reached. Try again later.', ...fields].join('\n'));
    this.status = status;
    this.problem = problem;
    this.name = (problem.type ?? '').split('/').pop();
  }
}

export async function call(method, path, body) {
  const headers = { Accept: 'application/json, application/problem+json' };
  if (body !== undefined) {
    headers['Content-Type'] = 'application/json';
  }
  if (csrfToken) {
    headers['X-CSRF-Token'] = csrfToken;
  }
  const response = await fetch(`/api/v1${path}`, {
    method, headers, body: body === undefined ? undefined : JSON.stringify(body), cache: 'no-store',
  });
  const text = await response.text();
  let answer = {};
  try {
    answer = text ? JSON.parse(text) : {};
  } catch {
    // A proxy's error page: the status says enough.
  }
  if (!response.ok) {
    throw new Refusal(response.status, answer);
  }
  if (answer.csrfToken) {
    csrfToken = answer.csrfToken;
  }
  return { status: response.status, body: answer };
}

// Runs an action and tells why it was refused.
export async function attempt(action, refused) {
  tell('');
  try {
    await action();
  } catch (error) {
    if (refused && error instanceof Refusal && refused(error)) {
      return;
    }
    tell(error instanceof Refusal ? error.message : 'The server could not be reached. Try again later.');
  }
}

export function onSubmit(id, action, refused) {
  const form = document.getElementById(id);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    attempt(() => action(new FormData(form), form), refused);
  });
  return form;
}

export function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

// The token leaves the address bar, the history and every Referer at once.
export function takeToken() {
  const token = new URLSearchParams(location.search).get('token') ?? '';
  if (token) {
    history.replaceState(null, '', location.pathname);
  }
  return token;
}

export function fullName(name) {
  return [name.first, name.middle, name.last, name.suffix].filter(Boolean).join(' ');
}

export function feet(radius) {
  const names = { 1320: '1/4 mile', 2640: '1/2 mile', 5280: '1 mile', 10560: '2 miles', 15840: '3 miles', 26400: '5 miles' };
  return names[radius] ?? `${radius.toLocaleString('en')} feet`;
}
