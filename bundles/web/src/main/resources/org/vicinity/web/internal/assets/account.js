import { attempt, call, element, feet, onSubmit, tell } from './api.js';

const addressForm = document.getElementById('address-form');
const suggestions = document.getElementById('suggestions');
const cancel = document.getElementById('cancel');
let editing = null;

function button(text, action) {
  const made = element('button', { type: 'button' }, text);
  made.addEventListener('click', () => attempt(action));
  return made;
}

function edit(tracked) {
  editing = tracked;
  suggestions.replaceChildren();
  addressForm.reset();
  cancel.hidden = !tracked;
  document.getElementById('address-title').textContent = tracked ? 'Change an address' : 'Add an address';
  if (tracked) {
    const radius = addressForm.elements.radiusFeet;
    if (![...radius.options].some((option) => Number(option.value) === tracked.radiusFeet)) {
      radius.append(element('option', { value: tracked.radiusFeet }, feet(tracked.radiusFeet)));
    }
    addressForm.elements.address.value = tracked.address;
    addressForm.elements.label.value = tracked.label ?? '';
    radius.value = tracked.radiusFeet;
    addressForm.elements.address.focus();
  }
}

async function show() {
  const { body } = await call('GET', '/account');
  document.getElementById('who').textContent = body.email;
  document.getElementById('addresses').replaceChildren(...body.addresses.map((tracked) => element('tr', {},
    element('td', {}, [tracked.label, tracked.address].filter(Boolean).join(': ')),
    element('td', {}, feet(tracked.radiusFeet)),
    element('td', {},
      button('Change', async () => edit(tracked)), ' ',
      button('Remove', async () => {
        await call('DELETE', `/account/addresses/${tracked.id}`);
        edit(null);
        await show();
        tell('The address is removed.');
      })))));
  document.getElementById('offenders').replaceChildren(...body.offenders.map((offender) => element('li', {},
    element('a', { href: `/offenders/${encodeURIComponent(offender.id)}` }, offender.name || offender.id), ' ',
    button('Stop following', async () => {
      await call('DELETE', `/account/offenders/${encodeURIComponent(offender.id)}`);
      await show();
      tell('You no longer follow this person.');
    }))));
  const preferences = document.getElementById('preferences').elements;
  for (const name of ['paused', 'movedOut', 'statusChanges']) {
    preferences[name].checked = body.preferences[name];
  }
  preferences.language.value = body.language;
  document.getElementById('account').hidden = false;
}

onSubmit('address-form', async (data) => {
  suggestions.replaceChildren();
  const wanted = { address: data.get('address'), radiusFeet: Number(data.get('radiusFeet')), label: data.get('label') };
  await (editing ? call('PUT', `/account/addresses/${editing.id}`, wanted) : call('POST', '/account/addresses', wanted));
  edit(null);
  await show();
  tell('Saved. A confirmation is on its way to your mailbox; it lists who is registered inside the radius now.');
}, (refusal) => {
  const list = refusal.problem.suggestions ?? [];
  if (list.length) {
    suggestions.append(element('p', {}, 'Did you mean one of these?'), element('ul', {}, ...list.map((suggestion) => element('li', {},
      button(suggestion.address, async () => {
        addressForm.elements.address.value = suggestion.address;
        addressForm.requestSubmit();
      })))));
  }
  return false;
});
cancel.addEventListener('click', () => edit(null));

onSubmit('follow-form', async (data, form) => {
  await call('PUT', `/account/offenders/${encodeURIComponent(data.get('offenderId').trim())}`);
  form.reset();
  await show();
  tell('You follow this person now.');
});

onSubmit('preferences', async (data) => {
  await call('PATCH', '/account', {
    language: data.get('language'),
    preferences: { paused: data.has('paused'), movedOut: data.has('movedOut'), statusChanges: data.has('statusChanges') },
  });
  await show();
  tell('Your preferences are saved.');
});

document.getElementById('logout').addEventListener('click', () => attempt(async () => {
  await call('DELETE', '/sessions/current');
  location.assign('/');
}));

await attempt(async () => {
  const { body } = await call('GET', '/service');
  addressForm.elements.radiusFeet.append(...body.limits.radiusFeet.choices.map((choice) => element('option', { value: choice }, feet(choice))));
  await show();
}, (refusal) => {
  if (refusal.status === 401) {
    location.assign('/login');
    return true;
  }
  return false;
});
