// Where things lie on a map that is cut where a good atlas cuts it: in the Bering Strait, not at the date line,
// so that Russia, Fiji and New Zealand's neighbours are whole.

/** The western edge of the map, in degrees; the eastern edge is the same meridian once around. */
export const CUT = -169.5;
/** The latitude at which the square Mercator map ends, in degrees. */
const EDGE = 85.06;

/**
 * A point as GeoJSON has it: longitude, latitude.
 * @typedef {number[]} Position
 */

/**
 * The same meridian as it lies on this map.
 * @param {number} longitude
 */
export function onMap(longitude) {
  return longitude - 360 * Math.floor((longitude - CUT) / 360);
}

/**
 * A line without jumps: where it crosses the date line, its longitudes go on beyond 180 degrees.
 * @param {Position[]} line
 * @returns {Position[]}
 */
export function unwrap(line) {
  let turn = 0;
  return line.map(([longitude, latitude], index) => {
    const step = index ? longitude - line[index - 1][0] : 0;
    if (Math.abs(step) > 180) turn -= 360 * Math.sign(step);
    return [longitude + turn, latitude];
  });
}

/**
 * How many times an unwrapped ring goes around the earth: 0 but for a ring around a pole.
 * @param {Position[]} ring
 */
function turns(ring) {
  return Math.round((ring[ring.length - 1][0] - ring[0][0]) / 360);
}

/**
 * @param {Position[]} line
 * @param {number} degrees
 */
function moved(line, degrees) {
  return degrees ? line.map(([longitude, latitude]) => [longitude + degrees, latitude]) : line;
}

/** @param {Position[]} line */
function middle(line) {
  const longitudes = line.map(([longitude]) => longitude);
  const [west, east] = longitudes.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity],
  );
  return (west + east) / 2;
}

/**
 * A line or ring where it belongs on this map, in one piece.
 * @param {Position[]} line
 */
export function placed(line) {
  const whole = unwrap(line);
  const centre = middle(whole);
  return moved(whole, onMap(centre) - centre);
}

/**
 * The ring of the land around a pole, which has no end at either side: three times around, then across the pole.
 * @param {Position[]} ring unwrapped
 */
function acrossPole(ring) {
  const round = 360 * turns(ring);
  const thrice = [...moved(ring, -round), ...ring.slice(1), ...moved(ring.slice(1), round)];
  const pole = ring[0][1] < 0 ? -EDGE : EDGE;
  const [[first], [last]] = [thrice[0], thrice[thrice.length - 1]];
  return [...thrice, [last, pole], [first, pole], thrice[0]];
}

/**
 * A polygon as it lies on this map, with no band across it.
 * @param {Position[][]} rings the outline, then the holes
 * @returns {Position[][]}
 */
export function polygonOnMap([outline, ...holes]) {
  const whole = unwrap(outline);
  if (turns(whole)) return [acrossPole(whole)];
  const ring = placed(outline);
  const centre = middle(ring);
  const inside = holes.map(unwrap).filter((hole) => !turns(hole));
  return [ring, ...inside.map((hole) => moved(hole, 360 * Math.round((centre - middle(hole)) / 360)))];
}
