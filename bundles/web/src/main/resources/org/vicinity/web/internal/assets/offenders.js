import { attempt, call, element, fullName, tell } from './api.js';

const id = location.pathname.split('/').slice(2).join('/');
const record = document.getElementById('record');
const follow = document.getElementById('follow');

function entry(name, value) {
  return value ? [element('dt', {}, name), element('dd', {}, String(value))] : [];
}

await attempt(async () => {
  const { body } = await call('GET', `/offenders/${id}`);
  record.append(
    element('h2', {}, fullName(body.name)),
    element('dl', {},
      ...entry('Id', body.id), ...entry('Also known as', body.aliases.map(fullName).join('; ')),
      ...entry('Born', body.dateOfBirth), ...entry('Sex', body.sex), ...entry('Race', body.race),
      ...entry('Height', body.heightInches && `${body.heightInches} in`), ...entry('Weight', body.weightPounds && `${body.weightPounds} lb`),
      ...entry('Hair', body.hair), ...entry('Eyes', body.eyes), ...entry('Marks', body.marks.join('; ')),
      ...entry('Tier', body.tier), ...entry('Status', body.status), ...entry('Entry as of', body.updatedAt)),
    element('h3', {}, 'Addresses'),
    element('ul', {}, ...body.addresses.map((address) => element('li', {}, `${address.type}: ${[address.street, address.city, `${address.state} ${address.zip}`].filter(Boolean).join(', ')}`))),
    element('h3', {}, 'Offenses'),
    element('ul', {}, ...body.offenses.map((offense) => element('li', {}, [offense.description, offense.statute, offense.convictedOn].filter(Boolean).join(', ')))),
    element('h3', {}, 'Vehicles'),
    element('ul', {}, ...body.vehicles.map((vehicle) => element('li', {}, [vehicle.year, vehicle.color, vehicle.make, vehicle.model, vehicle.plate].filter(Boolean).join(' ')))));
  follow.hidden = false;
});

follow.addEventListener('click', () => attempt(async () => {
  await call('GET', '/account');
  const { status } = await call('PUT', `/account/offenders/${id}`);
  tell(status === 201 ? 'You follow this person now.' : 'You follow this person already.');
}));
