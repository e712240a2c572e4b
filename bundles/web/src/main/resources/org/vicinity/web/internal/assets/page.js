// What all pages share: the frame around them, forms, and how an action's refusal is told.
import { call, Refusal, session } from './api.js';
import { language, tell, tellError, text, time, word } from './messages.js';

export function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

export function byId(id) {
  return document.getElementById(id);
}

export function show(id, shown) {
  byId(id).hidden = !shown;
}

// Runs an action and tells why it was refused. `refused` may tell it better, and answers true then.
export async function attempt(action, refused = () => false) {
  tell();
  try {
    await action();
  } catch (error) {
    if (!(error instanceof Refusal)) {
      tellError(text('unreachable'));
      throw error;
    }
    if (error.name === 'not-logged-in') {
      logInFirst();
    } else if (!refused(error)) {
      tellError(error.message);
    }
  }
}

// To the log-in page, which comes back here.
export function logInFirst() {
  session.open = false;
  location.assign(`/login#${location.pathname}`);
}

function markErrors(form, errors) {
  for (const old of form.querySelectorAll('.field-error')) {
    old.remove();
  }
  for (const field of form.querySelectorAll('[aria-invalid]')) {
    field.removeAttribute('aria-invalid');
    describe(field, `${field.id}-error`, false);
  }
  const unplaced = [];
  let first = null;
  for (const { field, message } of errors) {
    const input = form.elements.namedItem(field.replace(/\..*/, ''));
    if (input?.id && !input.closest('[hidden]')) {
      const id = `${input.id}-error`;
      input.setAttribute('aria-invalid', 'true');
      describe(input, id, true);
      input.insertAdjacentElement('afterend', element('p', { id, className: 'field-error' }, message));
      first ??= input;
    } else {
      unplaced.push(message);
    }
  }
  first?.focus();
  return unplaced;
}

function describe(field, id, add) {
  const ids = (field.getAttribute('aria-describedby') ?? '').split(' ').filter((other) => other && other !== id);
  if (add) {
    ids.push(id);
  }
  if (ids.length) {
    field.setAttribute('aria-describedby', ids.join(' '));
  } else {
    field.removeAttribute('aria-describedby');
  }
}

// Runs the action when the form is sent, once at a time; the server's word on a field stands beside the field.
export function onSubmit(id, action, refused = () => false) {
  const form = byId(id);
  let busy = false;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (busy) {
      return;
    }
    busy = true;
    form.setAttribute('aria-busy', 'true');
    markErrors(form, []);
    await attempt(() => action(new FormData(form), form), (refusal) => {
      const unplaced = markErrors(form, refusal.problem.errors ?? []);
      if (refused(refusal)) {
        return true;
      }
      tellError([refusal.message, ...unplaced].join(' '));
      return true;
    });
    busy = false;
    form.removeAttribute('aria-busy');
  });
  return form;
}

export function onClick(id, action) {
  byId(id).addEventListener('click', () => attempt(action));
}

// The server's nearest mappable addresses, numbered as on the map, each a button.
export function offer(place, suggestions, choose) {
  place.replaceChildren();
  if (suggestions.length) {
    place.append(
      element('p', {}, text('did-you-mean')),
      element('ol', { className: 'suggestions' }, ...suggestions.map((suggestion) => {
        const button = element('button', { type: 'button', className: 'quiet' }, suggestion.address);
        button.addEventListener('click', () => choose(suggestion));
        return element('li', {}, button);
      })),
    );
  }
}

// The token of a mailed link. It leaves the address bar, the history and every Referer at once.
export function takeToken() {
  const token = new URLSearchParams(location.search).get('token') ?? '';
  if (token) {
    history.replaceState(null, '', location.pathname);
    byId('language-switch').search += `&${new URLSearchParams({ token })}`;
  }
  return token;
}

export function goTo(path, pageLanguage = language) {
  location.assign(pageLanguage === language ? path : `${path}?lang=${pageLanguage}`);
}

function frame() {
  for (const part of document.querySelectorAll('[data-session]')) {
    part.hidden = (part.dataset.session === 'open') !== session.open;
  }
  for (const link of document.querySelectorAll('header nav a')) {
    if (link.pathname === location.pathname) {
      link.setAttribute('aria-current', 'page');
    }
  }
  for (const choice of document.querySelectorAll('[data-reveals]')) {
    choice.addEventListener('change', () => {
      byId(choice.dataset.reveals).type = choice.checked ? 'text' : 'password';
    });
  }
  const switcher = byId('language-switch');
  if (new URLSearchParams(location.search).has('lang')) {
    const rest = new URLSearchParams(location.search);
    rest.delete('lang');
    history.replaceState(null, '', `${location.pathname}${rest.size ? `?${rest}` : ''}${location.hash}`);
  }
  switcher.addEventListener('click', async (event) => {
    event.preventDefault();
    switcher.hash = location.hash;
    if (session.open) {
      // The mails follow the pages. Where the session has ended, only the pages change.
      try {
        await call('GET', '/account');
        await call('PATCH', '/account', { language: switcher.hreflang });
      } catch {
        session.open = false;
      }
    }
    location.assign(switcher.href);
  });
}

frame();

// Where an address is typed: who else gets to know it, and whom the answers are owed to.
function tellGeocoders(geocoders) {
  const names = geocoders.filter((geocoder) => geocoder.leavesMachine).map((geocoder) => word('geocoder', geocoder.name));
  const sentences = [
    names.length && text('address-leaves', { names: new Intl.ListFormat(language).format(names) }),
    ...geocoders.map((geocoder) => geocoder.attribution),
  ];
  byId('geocoders').textContent = sentences.filter(Boolean).join(' ');
}

// What this installation is and allows.
export const service = call('GET', '/service').then(({ body }) => {
  byId('freshness').textContent = body.registryUpdatedAt
    ? text('freshness', { time: time(body.registryUpdatedAt) })
    : text('freshness-none');
  if (body.registryLate) {
    byId('late').textContent = text('freshness-late');
  }
  if (byId('geocoders')) {
    tellGeocoders(body.geocoders);
  }
  return body;
});
service.catch((error) => tellError(error.message));
