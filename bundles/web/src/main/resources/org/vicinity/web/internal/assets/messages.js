// What the pages say: the texts of the page's language, and where they are said.
export const language = document.documentElement.lang;

const texts = document.getElementById('texts').content;
const message = document.getElementById('message');

// A text with its {name}s filled in, as nodes; the values are never markup.
export function nodes(key, values = {}) {
  const made = texts.getElementById(key).cloneNode(true);
  const walker = document.createTreeWalker(made, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    node.data = node.data.replace(/\{(\w+)\}/g, (placeholder, name) => values[name] ?? placeholder);
  }
  return [...made.childNodes];
}

export function text(key, values) {
  return nodes(key, values).map((node) => node.textContent).join('');
}

// The text of a word of the API (a status, a type), or the word itself where it is new to us.
export function word(kind, name) {
  return texts.getElementById(`${kind}-${name}`)?.textContent ?? name;
}

// Says something at the top of the page; nothing takes it back.
export function tell(...content) {
  message.className = 'notice';
  message.replaceChildren(...content);
}

export function tellError(...content) {
  tell(...content);
  message.classList.add('error');
}

// Says how it ended, where the form that was used is gone.
export function tellEnd(...content) {
  tell(...content);
  message.focus();
}

export function date(iso) {
  return new Date(`${iso}T00:00:00Z`).toLocaleDateString(language, { dateStyle: 'long', timeZone: 'UTC' });
}

export function time(instant) {
  return new Date(instant).toLocaleString(language, { dateStyle: 'long', timeStyle: 'short' });
}

export function distance(feet) {
  const fractions = { 1320: '¼', 2640: '½' };
  if (fractions[feet] || feet === 5280) {
    return text('mile', { n: fractions[feet] ?? 1 });
  }
  return feet % 5280 === 0 ? text('miles', { n: feet / 5280 }) : text('feet', { n: feet.toLocaleString(language) });
}
