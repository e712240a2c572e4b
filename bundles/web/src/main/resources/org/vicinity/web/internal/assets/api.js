// The REST API from the pages.
import { language, tell, text } from './messages.js';

const WAITS = 12;
let csrfToken = '';

// An answer that says no: `problem` is its RFC 9457 document, `name` the last segment of the problem's type.
export class Refusal extends Error {
  constructor(status, problem, retryAfter) {
    super([problem.detail ?? text('unreachable'), retryAfter && text('retry-after', { seconds: retryAfter })].filter(Boolean).join(' '));
    this.status = status;
    this.problem = problem;
    this.name = (problem.type ?? '').split('/').pop();
  }
}

async function send(method, path, body) {
  const headers = { Accept: 'application/json, application/problem+json', 'Accept-Language': language };
  if (body !== undefined) {
    headers['Content-Type'] = 'application/json';
  }
  if (csrfToken) {
    headers['X-CSRF-Token'] = csrfToken;
  }
  try {
    return await fetch(`/api/v1${path}`, { method, headers, body: body && JSON.stringify(body), cache: 'no-store' });
  } catch {
    throw new Refusal(0, {});
  }
}

// Calls the API. What only reads waits for a part that is starting (503); the rest is the person's to repeat.
export async function call(method, path, body) {
  let response = await send(method, path, body);
  for (let waits = 0; method === 'GET' && response.status === 503 && waits < WAITS; waits += 1) {
    tell(text('starting'));
    const seconds = Number(response.headers.get('Retry-After')) || 5;
    await new Promise((resolve) => { setTimeout(resolve, seconds * 1000); });
    response = await send(method, path, body);
    if (response.ok) {
      tell();
    }
  }
  if (response.status === 403 && method !== 'GET' && session.open) {
    // Another tab has logged in anew: its token counts now.
    await call('GET', '/account');
    response = await send(method, path, body);
  }
  const content = await response.text();
  let answer = {};
  try {
    answer = content ? JSON.parse(content) : {};
  } catch {
    // A proxy's error page: the status says enough.
  }
  if (!response.ok) {
    throw new Refusal(response.status, answer, response.headers.get('Retry-After'));
  }
  if (answer.csrfToken) {
    csrfToken = answer.csrfToken;
  }
  return { status: response.status, body: answer };
}

// Whether somebody logged in here: a hint for what to show; the session itself is a cookie that no script sees.
export const session = {
  get open() {
    return localStorage.getItem('session') === 'open';
  },
  set open(open) {
    if (open) {
      localStorage.setItem('session', 'open');
    } else {
      localStorage.removeItem('session');
    }
  },
};
