import { call, session } from './api.js';
import { date, language, tell, tellError, text, time, word } from './messages.js';
import { attempt, byId, element, onClick, show } from './page.js';
import { PointMap } from './map.js';
import { addressLine, fullName, postal, statusBadge } from './registry.js';

const id = location.pathname.split('/')[2];

function fill(list, entries) {
  byId(list).replaceChildren(...entries);
}

function facts(pairs) {
  return pairs.filter(([, value]) => value).flatMap(([name, value]) => [
    element('dt', {}, text(name)), element('dd', {}, String(value)),
  ]);
}

function age(born) {
  const [year, month, day] = born.split('-').map(Number);
  const now = new Date();
  const birthday = now.getMonth() + 1 > month || (now.getMonth() + 1 === month && now.getDate() >= day);
  return now.getFullYear() - year - (birthday ? 0 : 1);
}

async function showRecord(record) {
  const name = fullName(record.name);
  byId('name').textContent = name;
  document.title = document.title.replace(/^[^–]*/, `${name} `);
  fill('standing', [
    ...(record.tier ? [element('span', { className: 'badge' }, text('tier', { tier: record.tier })), ' '] : []),
    ...statusBadge(record.status),
  ]);
  byId('as-of').textContent = text('as-of', { time: time(record.updatedAt) });
  if (record.photoUrl?.startsWith('https://')) {
    const photo = byId('photo');
    photo.addEventListener('load', () => { photo.hidden = false; });
    photo.src = record.photoUrl;
  }
  const inches = record.heightInches;
  fill('description', facts([
    ['alias', record.aliases.map(fullName).join('; ')],
    ['born', record.dateOfBirth && text('age', { date: date(record.dateOfBirth), n: age(record.dateOfBirth) })],
    ['sex', record.sex && word('sex', record.sex)],
    ['race', record.race],
    ['height', inches && `${Math.floor(inches / 12)}′ ${inches % 12}″`],
    ['weight', record.weightPounds && text('pounds', { n: record.weightPounds.toLocaleString(language) })],
    ['hair', record.hair],
    ['eyes', record.eyes],
    ['marks', record.marks.join('; ')],
    ['registry-id', record.id],
  ]));
  const places = record.addresses.filter((address) => address.location);
  fill('addresses', record.addresses.length
    ? record.addresses.map((address) => addressLine(address, places.indexOf(address) + 1))
    : [element('li', {}, text('no-address'))]);
  fill('offenses', record.offenses.map((offense) => element('li', {}, [
    offense.description,
    offense.statute,
    offense.convictedOn && text('convicted', { date: date(offense.convictedOn) }),
    offense.releasedOn && text('released', { date: date(offense.releasedOn) }),
  ].filter(Boolean).join(', '))));
  fill('vehicles', record.vehicles.map((vehicle) => element('li', {},
    [vehicle.year, vehicle.color, vehicle.make, vehicle.model, vehicle.plate].filter(Boolean).join(' '))));
  show('vehicles-part', record.vehicles.length > 0);
  show('record', true);
  if (places.length) {
    const map = await PointMap.in(byId('map'), text('places-on-map'));
    map.show({ points: places.map((address) => ({ ...address.location, name: postal(address) })) });
  }
}

async function offerFollowing() {
  show('log-in-to-follow', !session.open);
  byId('log-in-to-follow').href = `/login#${location.pathname}`;
  if (session.open) {
    const { body } = await call('GET', '/account');
    const followed = body.offenders.some((offender) => offender.id === decodeURIComponent(id));
    show('follow', !followed);
    show('unfollow', followed);
  }
}

onClick('follow', async () => {
  await call('PUT', `/account/offenders/${id}`);
  tell(text('following'));
  await offerFollowing();
  byId('unfollow').focus();
});

onClick('unfollow', async () => {
  await call('DELETE', `/account/offenders/${id}`);
  tell(text('unfollowed', { name: byId('name').textContent }));
  await offerFollowing();
  byId('follow').focus();
});

await attempt(async () => {
  const { body } = await call('GET', `/offenders/${id}`);
  await showRecord(body);
}, (refusal) => {
  if (refusal.status === 404) {
    tellError(text('no-offender'));
  }
  return refusal.status === 404;
});
if (!byId('record').hidden) {
  try {
    await offerFollowing();
  } catch {
    // The session has ended: everybody may read on.
    session.open = false;
    await offerFollowing();
  }
}
