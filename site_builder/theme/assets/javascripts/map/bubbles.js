// Which places share a bubble, how large it is, and where there is room for a name. Pure: pixels in, pixels out.
//
// Our own few lines, not a library: bubbles differ in size, and no two may overlap at any zoom, so that each can
// be hit and read. Libraries gather within one fixed radius and leave large neighbours on top of each other.

/** Radius in pixels: the smallest is wider than the 24 pixels that a finger needs. */
const SMALLEST = 13;
const LARGEST = 32;
/** Fewer practices than this never fill the largest bubble: one practice is not a mountain. */
const MANY = 20;
const GAP = 3;

/**
 * @typedef {object} Point a place with practices, on the screen
 * @property {string} key
 * @property {number} x
 * @property {number} y
 * @property {number} count
 * @property {readonly number[]} [shared] the numbers of those of its practices that other places have, too
 */

/**
 * @typedef {object} Group one bubble: a place, or several that lie too close together
 * @property {string} id the same for the same places
 * @property {string[]} keys of its places, the one with the most practices first
 * @property {number} x
 * @property {number} y
 * @property {number} count a practice in several of its places counts once
 * @property {number} radius
 * @property {Set<number>} shared the practices that more places have than one
 */

/** @typedef {{left: number, top: number, right: number, bottom: number}} Box */
/** @typedef {"right" | "left" | "below" | "above"} Side */

/**
 * The radius of each count, so that the area grows with the count.
 * @param {number} most the count of the largest bubble
 * @returns {(count: number) => number}
 */
export function radii(most) {
  const step = (LARGEST ** 2 - SMALLEST ** 2) / (Math.max(most, MANY) - 1);
  return (count) => Math.min(LARGEST, Math.max(forDigits(count), Math.sqrt(SMALLEST ** 2 + step * (count - 1))));
}

/** @param {number} count */
function forDigits(count) {
  return SMALLEST + 4 * Math.max(0, String(count).length - 2);
}

/**
 * The bubbles of these places: those that would overlap are one, and the largest gives the scale for all.
 * @param {Point[]} points
 */
export function bubbles(points) {
  const most = Math.max(1, ...gather(points, () => SMALLEST).map(({ count }) => count));
  return gather(points, radii(most));
}

/**
 * Gather what would overlap, until nothing does. The same points give the same groups, in whatever order they come.
 * @param {Point[]} points
 * @param {(count: number) => number} radius
 * @returns {Group[]}
 */
export function gather(points, radius) {
  /** @type {Group[]} */
  const groups = [];
  for (const point of [...points].sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1))) {
    let group = alone(point, radius);
    for (let index = touching(groups, group); index >= 0; index = touching(groups, group)) {
      group = together(groups.splice(index, 1)[0], group, radius);
    }
    groups.push(group);
  }
  return groups.map((group) => ({ ...group, id: [...group.keys].sort().join(" ") }));
}

/**
 * @param {Point} point
 * @param {(count: number) => number} radius
 * @returns {Group}
 */
function alone({ key, x, y, count, shared }, radius) {
  return { id: key, keys: [key], x, y, count, radius: radius(count), shared: new Set(shared) };
}

/**
 * @param {Group[]} groups
 * @param {Group} group
 */
function touching(groups, group) {
  return groups.findIndex(
    (other) => Math.hypot(other.x - group.x, other.y - group.y) < other.radius + group.radius + GAP,
  );
}

/**
 * @param {Group} a
 * @param {Group} b
 * @param {(count: number) => number} radius
 * @returns {Group}
 */
function together(a, b, radius) {
  const [first, second] = a.count >= b.count ? [a, b] : [b, a];
  const sum = a.count + b.count;
  // A chosen place may have no practice left; it still has a place.
  const weight = sum ? a.count / sum : 0.5;
  const shared = new Set([...a.shared, ...b.shared]);
  const count = sum - (a.shared.size + b.shared.size - shared.size);
  return {
    id: "",
    keys: [...first.keys, ...second.keys],
    x: a.x * weight + b.x * (1 - weight),
    y: a.y * weight + b.y * (1 - weight),
    count,
    radius: radius(count),
    shared,
  };
}

/**
 * Beside which bubbles there is room for a name, and on which side: the largest bubbles first.
 * @param {Group[]} groups
 * @param {(group: Group) => {width: number, height: number} | null} measure the size of a name; null: it has none
 * @param {Box} view
 * @param {Box[]} [covered] what lies above the map
 * @returns {Map<string, Side>} by the id of the group
 */
export function room(groups, measure, view, covered = []) {
  const taken = [...covered, ...groups.map(around)];
  /** @type {Map<string, Side>} */
  const sides = new Map();
  for (const group of [...groups].sort((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1))) {
    const size = measure(group);
    const found = size && free(group, size, taken, view);
    if (!found) continue;
    sides.set(group.id, found.side);
    taken.push(found.box);
  }
  return sides;
}

/** @param {Group} group */
function around({ x, y, radius }) {
  return { left: x - radius, top: y - radius, right: x + radius, bottom: y + radius };
}

/**
 * @param {Group} group
 * @param {{width: number, height: number}} size
 * @param {Box[]} taken
 * @param {Box} view
 */
function free(group, size, taken, view) {
  return beside(group, size).find(
    ({ box }) => within(box, view) && !taken.some((other) => overlap(box, other)),
  );
}

/**
 * @param {Group} group
 * @param {{width: number, height: number}} size
 * @returns {{side: Side, box: Box}[]}
 */
function beside({ x, y, radius }, { width, height }) {
  const [top, left, far] = [y - height / 2, x - width / 2, radius + GAP];
  return [
    { side: "right", box: box(x + far, top, width, height) },
    { side: "left", box: box(x - far - width, top, width, height) },
    { side: "below", box: box(left, y + far, width, height) },
    { side: "above", box: box(left, y - far - height, width, height) },
  ];
}

/**
 * @param {number} left
 * @param {number} top
 * @param {number} width
 * @param {number} height
 * @returns {Box}
 */
function box(left, top, width, height) {
  return { left, top, right: left + width, bottom: top + height };
}

/**
 * @param {Box} a
 * @param {Box} b
 */
function overlap(a, b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/**
 * @param {Box} inner
 * @param {Box} outer
 */
function within(inner, outer) {
  return (
    inner.left >= outer.left && inner.right <= outer.right && inner.top >= outer.top && inner.bottom <= outer.bottom
  );
}
