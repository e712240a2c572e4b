import { call, session } from './api.js';
import { distance, language, tell, tellError, text, word } from './messages.js';
import { attempt, byId, element, goTo, logInFirst, offer, onClick, onSubmit, service, show } from './page.js';
import { PointMap, formatPoint, parsePoint } from './map.js';

const editor = byId('editor');
const field = editor.elements;
let limits;
let account;
let editing = null; // the tracked address that is changed, null for a new one
let point = null; // the editor's: found for the address, or placed by hand
let map = null;

function button(name, label, className, action) {
  const made = element('button', { type: 'button', className }, name);
  made.setAttribute('aria-label', label);
  made.addEventListener('click', () => attempt(action));
  return made;
}

async function load() {
  account = (await call('GET', '/account')).body;
  byId('who').textContent = account.email;
  const { paused } = account.preferences;
  byId('alerts').classList.toggle('warning', paused);
  byId('state').textContent = text(paused ? 'alerts-paused' : 'alerts-on');
  byId('state-text').textContent = text(paused ? 'alerts-paused-text' : 'alerts-on-text');
  show('pause', !paused);
  show('resume', paused);

  const full = account.addresses.length >= limits.addresses;
  byId('addresses-count').textContent = text('of-limit', { n: account.addresses.length, limit: limits.addresses });
  show('no-addresses', account.addresses.length === 0);
  show('add', !full && editor.hidden);
  show('addresses-full', full);
  byId('addresses').replaceChildren(...account.addresses.map(trackedItem));

  byId('offenders-count').textContent = text('of-limit', { n: account.offenders.length, limit: limits.offenders });
  byId('offenders').replaceChildren(...account.offenders.map(followedItem));

  show('channels', account.channels.length > 1);
  byId('channel-list').replaceChildren(...account.channels.filter((channel) => channel.ownAddress).map(channelItem));

  const preferences = byId('preferences').elements;
  preferences.movedOut.checked = account.preferences.movedOut;
  preferences.statusChanges.checked = account.preferences.statusChanges;
  preferences.language.value = account.language;
  show('account', true);
}

function trackedItem(tracked) {
  const place = tracked.label || tracked.address;
  const notes = [
    tracked.label && tracked.address,
    text('within-radius', { radius: distance(tracked.radiusFeet) }),
    tracked.precision === 'hand-placed' && text('hand-placed'),
  ].filter(Boolean);
  return element('li', {},
    element('div', {}, element('strong', {}, place), element('div', { className: 'hint' }, notes.join(' · '))),
    element('div', { className: 'actions' },
      button(text('change'), text('change-place', { place }), 'quiet', () => edit(tracked)),
      button(text('remove'), text('remove-place', { place }), 'quiet danger', async () => {
        if (confirm(text('remove-question', { place }))) {
          await call('DELETE', `/account/addresses/${tracked.id}`);
          close();
          await load();
          tell(text('removed', { place }));
        }
      })));
}

// The channels that a watch may be told by; with a single one there is nothing to choose.
function channelBoxes(chosen) {
  const reachable = account.channels.filter((channel) => channel.address || chosen.includes(channel.name));
  return account.channels.length > 1
    ? reachable.map(({ name }) => element('label', { className: 'choice' },
      element('input', { type: 'checkbox', name: 'channel', value: name, checked: chosen.includes(name) }),
      ' ', word('channel', name)))
    : [];
}

function channelItem(channel) {
  const name = word('channel', channel.name);
  const path = `/account/channels/${encodeURIComponent(channel.name)}`;
  const input = element('input', { id: `channel-${channel.name}`, name: 'address', autocomplete: 'off', required: true });
  const form = element('form', { method: 'post' },
    element('label', { htmlFor: input.id }, text('channel-address', { channel: name })), input,
    element('div', { className: 'actions' },
      element('button', {}, text('channel-save')),
      channel.address && button(text('remove'), text('remove-place', { place: name }), 'quiet danger', async () => {
        await call('DELETE', path);
        await load();
        tell(text('removed', { place: name }));
      })));
  const [address, ...added] = channel.address.split(' ');
  input.value = address;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    attempt(async () => {
      await call('PUT', path, { address: input.value });
      await load();
      tell(text('channel-saved', { channel: name }));
    });
  });
  const secret = element('p', { className: 'hint' }, text('channel-added'), ' ', element('code', {}, added.join(' ')));
  secret.hidden = added.length === 0;
  return element('li', {}, element('div', {}, form, secret));
}

function followedItem(offender) {
  const name = offender.name || `${offender.id} (${text('not-in-registry')})`;
  const path = encodeURIComponent(offender.id);
  const boxes = channelBoxes(offender.channels);
  boxes.forEach((box) => box.addEventListener('change', () => attempt(async () => {
    const chosen = boxes.flatMap((one) => (one.firstChild.checked ? [['channel', one.firstChild.value]] : []));
    await call('PUT', `/account/offenders/${path}?${new URLSearchParams(chosen)}`);
    await load();
    tell(text('preferences-saved'));
  })));
  return element('li', {},
    offender.name ? element('a', { href: `/offenders/${path}` }, name) : element('span', {}, name),
    element('div', { className: 'actions' }, ...boxes,
      button(text('unfollow'), text('unfollow-name', { name }), 'quiet', async () => {
        await call('DELETE', `/account/offenders/${path}`);
        await load();
        tell(text('unfollowed', { name }));
      })));
}

// The editor of one address: its point is looked up, shown with the circle, and can be put elsewhere by hand.

async function edit(tracked) {
  editing = tracked;
  editor.reset();
  byId('editor-title').textContent = text(tracked ? 'change-address' : 'add-address');
  const radius = field.radiusFeet;
  radius.replaceChildren(...[...new Set([...limits.radiusFeet.choices, tracked?.radiusFeet ?? 5280])]
    .sort((one, other) => one - other)
    .map((choice) => element('option', { value: choice }, distance(choice))));
  radius.value = tracked?.radiusFeet ?? 5280;
  field.address.value = tracked?.address ?? '';
  field.label.value = tracked?.label ?? '';
  const boxes = channelBoxes(tracked?.channels ?? ['email']);
  byId('channel-choice').replaceChildren(...boxes);
  show('channel-part', boxes.length > 0);
  offer(byId('suggestions'), [], () => {});
  byId('found').textContent = '';
  show('place', false);
  show('editor', true);
  show('add', false);
  byHand(tracked?.precision === 'hand-placed');
  await place(tracked?.location ?? null);
  (tracked ? byId('editor-title') : field.address).focus();
}

function close() {
  show('editor', false);
  show('add', account.addresses.length < limits.addresses);
}

function byHand(on) {
  byId('by-hand').checked = on;
  show('by-hand-part', on);
}

// Takes a point over: on the map, in the field, and in the forecast.
async function place(location, others = []) {
  point = location;
  field.coordinates.value = location ? formatPoint(location) : '';
  if (location || !byId('place').hidden) {
    show('place', true);
    map ??= await PointMap.in(byId('map'), text('map'), { help: 'map-help', placed: moved });
    map.show({ points: others, circle: circle(), pin: location, movable: byId('by-hand').checked });
  }
  await forecast();
}

function circle() {
  return point && { ...point, radiusFeet: Number(field.radiusFeet.value) };
}

// The map's pin was put elsewhere.
function moved(location) {
  point = location;
  field.coordinates.value = formatPoint(location);
  map.circle = circle();
  forecastSoon();
}

let timer;
function forecastSoon() {
  clearTimeout(timer);
  timer = setTimeout(() => attempt(forecast), 400);
}

async function forecast() {
  byId('forecast').textContent = '';
  const wanted = circle();
  if (wanted) {
    const query = new URLSearchParams({ lat: wanted.latitude, lon: wanted.longitude, radiusFeet: wanted.radiusFeet });
    const { body } = await call('GET', `/account/forecast?${query}`);
    byId('forecast').textContent = [
      body.insideNow ? text('inside-now', { now: body.insideNow }) : text('nobody-inside'),
      body.alertsLast90Days ? text('alerts-before', { alerts: body.alertsLast90Days }) : text('no-alerts-before'),
    ].join(' ');
  }
}

// The address can't be mapped: says why, and leads on.
async function unmappable({ detail, suggestions }) {
  tell();
  byId('found').replaceChildren(element('p', { className: 'notice error' }, detail));
  offer(byId('suggestions'), suggestions, (suggestion) => {
    field.address.value = suggestion.address;
    attempt(find);
  });
  show('place', true);
  await place(null, suggestions.map((suggestion) => ({ ...suggestion.location, name: suggestion.address })));
}

async function find() {
  const address = field.address.value.trim();
  if (!address) {
    field.address.focus();
    return;
  }
  byHand(false);
  const { body } = await call('GET', `/geocode?${new URLSearchParams({ address })}`);
  if (body.reason) {
    await unmappable(body);
    return;
  }
  offer(byId('suggestions'), [], () => {});
  byId('found').textContent = text('found', { address: body.candidates[0].address });
  await place(body.candidates[0].location);
}

onClick('find', find);
// The point of the text that was there before would be a lie.
field.address.addEventListener('input', () => {
  if (!byId('by-hand').checked && point) {
    byId('found').textContent = '';
    show('place', false);
    attempt(() => place(null));
  }
});
field.radiusFeet.addEventListener('change', () => {
  if (map) {
    map.circle = circle();
    map.fit();
  }
  forecastSoon();
});
byId('by-hand').addEventListener('change', (event) => {
  byHand(event.target.checked);
  map.movable = event.target.checked;
  if (!event.target.checked) {
    attempt(find);
  }
});
field.coordinates.addEventListener('change', () => {
  const location = parsePoint(field.coordinates.value);
  if (location) {
    map.pin = location;
    moved(location);
    map.fit();
  } else {
    tellError(text('coordinates-wrong'));
  }
});

onSubmit('editor', async (data) => {
  const hand = byId('by-hand').checked;
  const location = hand ? parsePoint(data.get('location')) : null;
  if (hand && !location) {
    tellError(text(data.get('location').trim() ? 'coordinates-wrong' : 'point-needed'));
    field.coordinates.focus();
    return;
  }
  const wanted = {
    address: data.get('address'), radiusFeet: Number(data.get('radiusFeet')), label: data.get('label'),
    channels: data.getAll('channel'), ...(location && { location }),
  };
  await (editing
    ? call('PUT', `/account/addresses/${editing.id}`, wanted)
    : call('POST', '/account/addresses', wanted));
  close();
  await load();
  tell(text('saved'));
  byId('addresses-title').scrollIntoView({ block: 'center' });
}, (refusal) => {
  if (refusal.name === 'unmappable-address') {
    attempt(() => unmappable(refusal.problem));
    return true;
  }
  return false;
});
onClick('add', () => edit(null));
byId('cancel').addEventListener('click', () => {
  close();
  byId('add').focus();
});

async function pause(paused) {
  await call('PATCH', '/account', { preferences: { paused } });
  await load();
  byId(paused ? 'resume' : 'pause').focus();
}
onClick('pause', () => pause(true));
onClick('resume', () => pause(false));

onSubmit('preferences', async (data) => {
  const { body } = await call('PATCH', '/account', {
    language: data.get('language'),
    preferences: { movedOut: data.has('movedOut'), statusChanges: data.has('statusChanges') },
  });
  if (body.language !== language) {
    goTo('/account', body.language);
    return;
  }
  await load();
  tell(text('preferences-saved'));
});

onClick('logout', async () => {
  await call('DELETE', '/sessions/current');
  session.open = false;
  location.assign('/');
});

if (session.open) {
  await attempt(async () => {
    limits = (await service).limits;
    await load();
  });
} else {
  logInFirst();
}
