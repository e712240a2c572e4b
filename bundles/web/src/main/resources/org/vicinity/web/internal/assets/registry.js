// Registry records in a person's words.
import { word } from './messages.js';
import { element } from './page.js';

export function fullName(name) {
  return [name.first, name.middle, name.last, name.suffix].filter(Boolean).join(' ');
}

export function postal(address) {
  return [address.street, address.city, `${address.state ?? ''} ${address.zip ?? ''}`.trim()].filter(Boolean).join(', ');
}

// One place in a list; its number is the one it has on the map.
export function addressLine(address, number, name = 'li') {
  return element(name, { className: 'address' },
    ...(number ? [element('span', { className: 'number' }, String(number)), ' '] : []),
    element('strong', {}, word('type', address.type)), ` ${postal(address)}`);
}

export function statusBadge(status) {
  const attention = status === 'non-compliant' || status === 'absconded';
  return status ? [element('span', { className: attention ? 'badge attention' : 'badge' }, word('status', status))] : [];
}
