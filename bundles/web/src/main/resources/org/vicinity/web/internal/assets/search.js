import { attempt, call, element, fullName, onSubmit } from './api.js';

const results = document.getElementById('results');
const rows = results.querySelector('tbody');
const more = document.getElementById('more');
let filters = new URLSearchParams();

function line(address) {
  return element('div', {}, `${address.type}: ${[address.street, address.city, `${address.state} ${address.zip}`].filter(Boolean).join(', ')}`);
}

async function page(cursor) {
  const query = new URLSearchParams(filters);
  if (cursor) {
    query.set('cursor', cursor);
  }
  const { body } = await call('GET', `/offenders?${query}`);
  for (const offender of body.items) {
    rows.append(element('tr', {},
      element('td', {}, element('a', { href: `/offenders/${encodeURIComponent(offender.id)}` }, fullName(offender.name))),
      element('td', {}, ...offender.addresses.map(line)),
      element('td', {}, offender.status ?? '')));
  }
  document.getElementById('total').textContent = `${body.total} found`;
  results.hidden = body.total === 0;
  more.hidden = !body.nextCursor;
  more.onclick = () => attempt(() => page(body.nextCursor));
}

onSubmit('search', async (data) => {
  rows.replaceChildren();
  filters = new URLSearchParams([...data].filter(([name, value]) => value.trim() && (name !== 'radiusFeet' || data.get('near').trim())));
  await page('');
});
