// A small map that asks no other server: outline, towns, degrees, numbered points, a circle and a pin that can be
// moved by mouse, touch and keys. North is up; distances are true near the middle.
import { distance, text } from './messages.js';
import { element } from './page.js';

const SVG = 'http://www.w3.org/2000/svg';
const FEET_PER_METRE = 3.280839895;
const DEGREES = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5];
const SCALE_FEET = [50, 100, 200, 500, 1000, 1320, 2640, 5280, 10560, 26400, 52800, 105600, 264000, 528000];
const CLOSEST = 1; // feet a pixel
const FARTHEST = 8000;
const CLICK = 5; // pixels that a finger may slip

let area;

// Feet a degree on WGS 84, north and east, at this latitude.
function feetPerDegree(latitude) {
  const angle = (latitude * Math.PI) / 180;
  return {
    north: FEET_PER_METRE * (111132.92 - 559.82 * Math.cos(2 * angle) + 1.175 * Math.cos(4 * angle)),
    east: FEET_PER_METRE * (111412.84 * Math.cos(angle) - 93.5 * Math.cos(3 * angle)),
  };
}

export function formatPoint({ latitude, longitude }) {
  return `${latitude.toFixed(6)}, ${longitude.toFixed(6)}`;
}

// "38.6, -90.2", as other maps copy it, with or without degree signs and letters; null where it is none.
export function parsePoint(written) {
  const numbers = /^\s*([-+]?\d+(?:\.\d+)?)\s*°?\s*([NS]?)[\s,;]+([-+]?\d+(?:\.\d+)?)\s*°?\s*([EW]?)\s*$/i.exec(written.replace(/\u2212/g, '-'));
  if (!numbers) {
    return null;
  }
  const latitude = Number(numbers[1]) * (/s/i.test(numbers[2]) ? -1 : 1);
  const longitude = Number(numbers[3]) * (/w/i.test(numbers[4]) ? -1 : 1);
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : null;
}

function draw(name, attributes = {}, content = '') {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  made.append(content);
  return made;
}

export class PointMap {
  #container;
  #svg = draw('svg', { 'aria-hidden': 'true' });
  #placed;
  #points = [];
  #circle = null;
  #pin = null;
  #movable = false;
  #middle = { latitude: 38.4, longitude: -92.5 };
  #scale = FARTHEST; // feet a pixel
  #fingers = new Map();
  #gesture = null;

  // Makes the map in this element. `placed` is called with the pin's new place; `help` is the id of its instructions.
  static async in(container, label, { placed = () => {}, help } = {}) {
    area ??= await (await fetch('/assets/area.json')).json();
    return container.pointMap ??= new PointMap(container, label, placed, help);
  }

  constructor(container, label, placed, help) {
    this.#container = container;
    this.#placed = placed;
    container.className = 'map';
    const canvas = element('div', { className: 'canvas', tabIndex: 0 });
    canvas.setAttribute('role', 'application');
    canvas.setAttribute('aria-label', label);
    if (help) {
      canvas.setAttribute('aria-describedby', help);
    }
    canvas.append(this.#svg);
    const control = (sign, name, action) => {
      const made = element('button', { type: 'button', title: text(name) }, sign);
      made.setAttribute('aria-label', text(name));
      made.addEventListener('click', action);
      return made;
    };
    container.replaceChildren(canvas, element('div', { className: 'controls' },
      control('+', 'zoom-in', () => this.#zoom(0.5)),
      control('−', 'zoom-out', () => this.#zoom(2)),
      control('⤢', 'fit', () => this.fit())),
    element('p', { className: 'hint' }, text('towns-about')));
    canvas.addEventListener('keydown', (event) => this.#key(event));
    canvas.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    canvas.addEventListener('pointerdown', (event) => this.#down(event));
    canvas.addEventListener('pointermove', (event) => this.#move(event));
    canvas.addEventListener('pointerup', (event) => this.#up(event));
    canvas.addEventListener('pointercancel', (event) => this.#fingers.delete(event.pointerId));
    new ResizeObserver(() => this.#draw()).observe(canvas);
  }

  show({ points = [], circle = null, pin = null, movable = false }) {
    this.#points = points;
    this.#circle = circle;
    this.#pin = pin;
    this.#movable = movable;
    this.fit();
  }

  set circle(circle) {
    this.#circle = circle;
    this.#draw();
  }

  set pin(pin) {
    this.#pin = pin;
    this.#draw();
  }

  set movable(movable) {
    this.#movable = movable;
    this.#draw();
  }

  // Shows the whole circle, or all points and the pin; the whole area where there is none.
  fit() {
    const places = this.#circle ? [] : [...this.#points, ...(this.#pin ? [this.#pin] : [])];
    if (this.#circle) {
      const feet = feetPerDegree(this.#circle.latitude);
      const [north, east] = [this.#circle.radiusFeet / feet.north, this.#circle.radiusFeet / feet.east];
      const { latitude, longitude } = this.#circle;
      places.push({ latitude: latitude - north, longitude: longitude - east }, { latitude: latitude + north, longitude: longitude + east });
    }
    if (!places.length) {
      places.push(...area.outline.map(([longitude, latitude]) => ({ latitude, longitude })));
    }
    const range = (name) => {
      const values = places.map((place) => place[name]);
      return [Math.min(...values), Math.max(...values)];
    };
    const [south, north] = range('latitude');
    const [west, east] = range('longitude');
    this.#middle = { latitude: (south + north) / 2, longitude: (west + east) / 2 };
    const feet = feetPerDegree(this.#middle.latitude);
    const { width, height } = this.#size();
    this.#setScale(Math.max(((north - south) * feet.north) / (height - 60), ((east - west) * feet.east) / (width - 60), 2));
    this.#draw();
  }

  #size() {
    const { clientWidth, clientHeight } = this.#svg.parentElement;
    return { width: Math.max(clientWidth, 200), height: Math.max(clientHeight, 150) };
  }

  #setScale(scale) {
    this.#scale = Math.min(FARTHEST, Math.max(CLOSEST, scale));
  }

  #toPixel({ latitude, longitude }) {
    const feet = feetPerDegree(this.#middle.latitude);
    const { width, height } = this.#size();
    return {
      x: width / 2 + ((longitude - this.#middle.longitude) * feet.east) / this.#scale,
      y: height / 2 - ((latitude - this.#middle.latitude) * feet.north) / this.#scale,
    };
  }

  #toPlace({ x, y }) {
    const feet = feetPerDegree(this.#middle.latitude);
    const { width, height } = this.#size();
    return {
      latitude: this.#middle.latitude - ((y - height / 2) * this.#scale) / feet.north,
      longitude: this.#middle.longitude + ((x - width / 2) * this.#scale) / feet.east,
    };
  }

  #pan(x, y) {
    const { width, height } = this.#size();
    this.#middle = this.#toPlace({ x: width / 2 + x, y: height / 2 + y });
    this.#draw();
  }

  // Zooms so that what is at this pixel stays there.
  #zoom(factor, at = this.#pin && this.#movable ? this.#toPixel(this.#pin) : { x: this.#size().width / 2, y: this.#size().height / 2 }) {
    const fixed = this.#toPlace(at);
    this.#setScale(this.#scale * factor);
    const now = this.#toPixel(fixed);
    this.#pan(now.x - at.x, now.y - at.y);
  }

  #place(location) {
    this.#pin = location;
    const { x, y } = this.#toPixel(location);
    const { width, height } = this.#size();
    if (x < 20 || y < 30 || x > width - 20 || y > height - 20) {
      this.#middle = location;
    }
    this.#placed(location);
    this.#draw();
  }

  #key(event) {
    const step = event.shiftKey ? 60 : 10;
    const arrows = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    const arrow = arrows[event.key];
    if (arrow && this.#movable && this.#pin) {
      const { x, y } = this.#toPixel(this.#pin);
      this.#place(this.#toPlace({ x: x + arrow[0], y: y + arrow[1] }));
    } else if (arrow) {
      this.#pan(arrow[0] * 4, arrow[1] * 4);
    } else if (event.key === '+' || event.key === '=') {
      this.#zoom(0.5);
    } else if (event.key === '-') {
      this.#zoom(2);
    } else if ((event.key === 'Enter' || event.key === ' ') && this.#movable) {
      this.#place({ ...this.#middle });
    } else {
      return;
    }
    event.preventDefault();
  }

  // Only once the map was chosen: else the wheel scrolls the page.
  #wheel(event) {
    if (document.activeElement === event.currentTarget) {
      event.preventDefault();
      this.#zoom(event.deltaY > 0 ? 1.25 : 0.8, this.#pixel(event));
    }
  }

  #pixel(event) {
    const { left, top } = this.#svg.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  }

  #down(event) {
    event.currentTarget.setPointerCapture(event.pointerId);
    const at = this.#pixel(event);
    this.#fingers.set(event.pointerId, at);
    const onPin = this.#movable && Boolean(event.target.closest('.pin'));
    this.#gesture = { start: at, onPin, slipped: this.#fingers.size > 1 };
  }

  #move(event) {
    const before = this.#fingers.get(event.pointerId);
    if (!before) {
      return;
    }
    const at = this.#pixel(event);
    const other = [...this.#fingers].find(([id]) => id !== event.pointerId)?.[1];
    this.#fingers.set(event.pointerId, at);
    if (other) {
      const apart = (one) => Math.max(1, Math.hypot(one.x - other.x, one.y - other.y));
      this.#zoom(apart(before) / apart(at), { x: (at.x + other.x) / 2, y: (at.y + other.y) / 2 });
      return;
    }
    const { start } = this.#gesture;
    this.#gesture.slipped ||= Math.hypot(at.x - start.x, at.y - start.y) > CLICK;
    if (this.#gesture.onPin) {
      const pin = this.#toPixel(this.#pin);
      this.#pin = this.#toPlace({ x: pin.x + at.x - before.x, y: pin.y + at.y - before.y });
      this.#placed(this.#pin);
      this.#draw();
    } else if (this.#gesture.slipped) {
      this.#pan(before.x - at.x, before.y - at.y);
    }
  }

  #up(event) {
    if (this.#fingers.delete(event.pointerId) && this.#movable && !this.#gesture.slipped && !this.#gesture.onPin) {
      this.#place(this.#toPlace(this.#pixel(event)));
    }
  }

  #draw() {
    const { width, height } = this.#size();
    this.#svg.setAttribute('width', width);
    this.#svg.setAttribute('height', height);
    this.#svg.classList.toggle('movable', this.#movable);
    this.#svg.replaceChildren(
      this.#outline(), ...this.#degrees(width, height), ...this.#towns(width, height), ...this.#radius(),
      ...this.#points.map((point, index) => this.#point(point, index + 1)), ...this.#marker(), ...this.#scaleBar(width, height));
  }

  #outline() {
    const corners = area.outline.map(([longitude, latitude]) => {
      const { x, y } = this.#toPixel({ latitude, longitude });
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    });
    return draw('polygon', { class: 'area', points: corners.join(' ') });
  }

  #degrees(width, height) {
    const feet = feetPerDegree(this.#middle.latitude);
    const step = DEGREES.find((degrees) => (degrees * feet.east) / this.#scale > 90) ?? 10;
    const digits = Math.max(0, Math.ceil(-Math.log10(step)));
    const from = this.#toPlace({ x: 0, y: height });
    const to = this.#toPlace({ x: width, y: 0 });
    const lines = [];
    for (let east = Math.ceil(from.longitude / step); east * step < to.longitude; east += 1) {
      const { x } = this.#toPixel({ latitude: this.#middle.latitude, longitude: east * step });
      lines.push(draw('line', { class: 'degree', x1: x, x2: x, y1: 0, y2: height }),
        draw('text', { class: 'degree', x: x + 3, y: height - 4 }, `${(east * step).toFixed(digits)}°`));
    }
    for (let north = Math.ceil(from.latitude / step); north * step < to.latitude; north += 1) {
      const { y } = this.#toPixel({ latitude: north * step, longitude: this.#middle.longitude });
      lines.push(draw('line', { class: 'degree', x1: 0, x2: width, y1: y, y2: y }),
        draw('text', { class: 'degree', x: 3, y: y - 3 }, `${(north * step).toFixed(digits)}°`));
    }
    return lines;
  }

  #towns(width, height) {
    const drawn = [];
    return area.towns
      .filter((town) => town.from === 1 || this.#scale < FARTHEST / 5)
      .map((town) => ({ ...this.#toPixel(town), name: town.name }))
      .filter(({ x, y }) => x > 0 && y > 0 && x < width && y < height)
      .filter((town) => {
        const free = drawn.every((other) => Math.abs(other.y - town.y) > 14 || Math.abs(other.x - town.x) > 90);
        if (free) {
          drawn.push(town);
        }
        return free;
      })
      .flatMap(({ x, y, name }) => [
        draw('circle', { class: 'town', cx: x, cy: y, r: 3 }), draw('text', { class: 'town', x: x + 6, y: y + 4 }, name),
      ]);
  }

  #radius() {
    if (!this.#circle) {
      return [];
    }
    const { x, y } = this.#toPixel(this.#circle);
    return [
      draw('circle', { class: 'radius', cx: x, cy: y, r: this.#circle.radiusFeet / this.#scale }),
      draw('circle', { class: 'middle', cx: x, cy: y, r: 3 }),
    ];
  }

  #point(point, number) {
    const { x, y } = this.#toPixel(point);
    const made = draw('g', { class: 'point' });
    made.append(draw('circle', { cx: x, cy: y, r: 11 }), draw('text', { x, y: y + 4.5 }, String(number)), draw('title', {}, point.name));
    return made;
  }

  #marker() {
    if (!this.#pin) {
      return [];
    }
    const { x, y } = this.#toPixel(this.#pin);
    const made = draw('g', { class: 'pin', transform: `translate(${x} ${y})` });
    made.append(draw('circle', { class: 'grip', cx: 0, cy: -18, r: 24 }),
      draw('path', { d: 'M0 0C-9 -14 -13 -19 -13 -27a13 13 0 0 1 26 0C13 -19 9 -14 0 0z' }), draw('circle', { class: 'eye', cx: 0, cy: -27, r: 5 }));
    return [made];
  }

  #scaleBar(width, height) {
    const feet = SCALE_FEET.find((length) => length / this.#scale > 60) ?? SCALE_FEET.at(-1);
    const length = feet / this.#scale;
    const [x, y] = [width - length - 14, height - 24];
    return [
      draw('path', { class: 'scale', d: `M${x} ${y - 6}v6h${length}v-6` }),
      draw('text', { class: 'scale', x: x + 6, y: y - 4 }, distance(feet)),
    ];
  }
}
