import { call } from './api.js';
import { distance, tellError, text } from './messages.js';
import { attempt, byId, element, offer, onSubmit, service, show } from './page.js';
import { PointMap } from './map.js';
import { addressLine, fullName, postal, statusBadge } from './registry.js';

const form = byId('search');
const items = byId('items');
let circle;
let filters;
let points;

function numbered(address) {
  if (!address.location || !circle) {
    return addressLine(address, 0, 'div');
  }
  const { latitude, longitude } = address.location;
  let index = points.findIndex((point) => point.latitude === latitude && point.longitude === longitude);
  if (index < 0) {
    index = points.push({ latitude, longitude, name: postal(address) }) - 1;
  }
  return addressLine(address, index + 1, 'div');
}

async function page(cursor) {
  const query = new URLSearchParams(filters);
  if (cursor) {
    query.set('cursor', cursor);
  }
  const { body } = await call('GET', `/offenders?${query}`);
  const made = body.items.map((offender) => element('li', {},
    element('a', { className: 'name', href: `/offenders/${encodeURIComponent(offender.id)}` }, fullName(offender.name)), ' ',
    ...statusBadge(offender.status),
    ...offender.addresses.map(numbered)));
  items.append(...made);
  byId('total').textContent = body.total === 1 ? text('total-one')
    : body.total === 0 ? text('total-none') : text('total', { n: body.total });
  show('none', body.total === 0);
  show('results', true);
  show('more', body.nextCursor);
  show('map', circle);
  byId('found').className = circle ? 'split' : '';
  byId('more').onclick = () => attempt(() => page(body.nextCursor));
  if (circle) {
    const map = await PointMap.in(byId('map'), text('places-on-map'));
    map.show({ points, circle });
  }
  if (cursor) {
    made[0]?.querySelector('a').focus();
  }
}

// The address is looked up first: its point is the circle's centre on the map.
async function around(near, radiusFeet) {
  const { body } = await call('GET', `/geocode?${new URLSearchParams({ address: near })}`);
  if (body.reason) {
    tellError(body.detail);
    byId('near').focus();
    offer(byId('suggestions'), body.suggestions, (suggestion) => {
      byId('near').value = suggestion.address;
      form.requestSubmit();
    });
    return null;
  }
  return { ...body.candidates[0].location, radiusFeet };
}

onSubmit('search', async (data) => {
  items.replaceChildren();
  byId('suggestions').replaceChildren();
  show('results', false);
  const near = data.get('near').trim();
  const radiusFeet = Number(data.get('radiusFeet'));
  const filled = [...data].filter(([, value]) => value.trim());
  // For the way back to this page. What is behind # is sent to nobody.
  history.replaceState(null, '', `#${new URLSearchParams(filled)}`);
  circle = null;
  points = [];
  filters = new URLSearchParams(filled.filter(([name]) => name !== 'near' && name !== 'radiusFeet'));
  if (near) {
    circle = await around(near, radiusFeet);
    if (!circle) {
      return;
    }
    filters.set('lat', circle.latitude);
    filters.set('lon', circle.longitude);
    filters.set('radiusFeet', radiusFeet);
  }
  await page('');
  byId('total').focus();
});

form.addEventListener('reset', () => {
  show('results', false);
  byId('suggestions').replaceChildren();
  history.replaceState(null, '', location.pathname);
});

await attempt(async () => {
  const { limits } = await service;
  form.elements.radiusFeet.append(...limits.radiusFeet.choices.map((choice) => element('option', {
    value: choice, defaultSelected: choice === 5280, selected: choice === 5280,
  }, distance(choice))));
  const before = [...new URLSearchParams(location.hash.slice(1))];
  for (const [name, value] of before) {
    if (form.elements[name]) {
      form.elements[name].value = value;
    }
  }
  if (before.length) {
    form.requestSubmit();
  }
});
