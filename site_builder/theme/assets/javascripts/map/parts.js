// What a map is made of, fetched when the first map is near: Leaflet, topojson-client and the world.

/** @typedef {typeof import("leaflet")} Leaflet */
/** @typedef {typeof import("topojson-client")} TopoJson */
/** @typedef {"110m" | "50m"} Detail 1 to 110 or 50 million, the scale for which the lines are drawn */
/** @typedef {import("topojson-specification").Topology} Topology */
/** @typedef {{land: [number, number][][][], borders: [number, number][][]}} World latitude, longitude */

import { placed, polygonOnMap } from "./geography.js";

// Where the folder of our scripts lies when it is published is for the build to say, but it is below assets/.
const VENDOR = import.meta.url.replace(/(.*\/assets\/).*/, "$1vendor/");

/** @type {Map<string, Promise<any>>} */
const kept = new Map();

/**
 * The result of the first call; a failure is forgotten, so that it can be tried again.
 * @template Result
 * @param {string} name
 * @param {() => Promise<Result>} load
 * @returns {Promise<Result>}
 */
function once(name, load) {
  const found = kept.get(name) ?? load();
  kept.set(name, found);
  found.catch(() => kept.delete(name));
  return found;
}

/**
 * Leaflet, with its style sheet in the page.
 * @returns {Promise<Leaflet>}
 */
export async function leaflet() {
  const [library] = await Promise.all([once("leaflet", importLeaflet), styleSheet()]);
  return library;
}

/** @returns {Promise<Leaflet>} */
async function importLeaflet() {
  await import(new URL("leaflet/leaflet.js", VENDOR).href);
  return /** @type {any} */ (globalThis).L.noConflict();
}

/** Not kept: when a page takes another's place without loading anew, its head loses what was added. */
async function styleSheet() {
  const { href } = new URL("leaflet/leaflet.css", VENDOR);
  if ([...document.styleSheets].some((sheet) => sheet.href === href)) return;
  const link = document.createElement("link");
  await new Promise((resolve, reject) => {
    link.addEventListener("load", resolve, { once: true });
    link.addEventListener("error", () => reject(new Error(`${href} is missing`)), { once: true });
    Object.assign(link, { rel: "stylesheet", href });
    document.head.append(link);
  });
}

/** @returns {Promise<TopoJson>} */
async function importTopojson() {
  await import(new URL("topojson-client/topojson-client.min.js", VENDOR).href);
  return /** @type {any} */ (globalThis).topojson;
}

/**
 * The land and the borders of the world, ready to draw.
 * @param {Detail} detail
 * @returns {Promise<World>}
 */
export function world(detail) {
  return once(detail, async () => {
    const file = new URL(`world-atlas/countries-${detail}.json`, VENDOR);
    const [topojson, answer] = await Promise.all([once("topojson", importTopojson), fetch(file)]);
    if (!answer.ok) throw new Error(`${file.href}: ${answer.status}`);
    return drawn(topojson, await answer.json());
  });
}

/**
 * @param {TopoJson} topojson
 * @param {Topology} topology
 * @returns {World}
 */
function drawn(topojson, topology) {
  const { land, countries } = /** @type {any} */ (topology.objects);
  const { features } = /** @type {any} */ (topojson.feature(topology, land));
  const borders = topojson.mesh(topology, countries, (one, other) => one !== other);
  return {
    land: features[0].geometry.coordinates.map((/** @type {number[][][]} */ polygon) =>
      polygonOnMap(polygon).map(latitudeFirst),
    ),
    borders: borders.coordinates.map((line) => latitudeFirst(placed(line))),
  };
}

/**
 * @param {number[][]} line
 * @returns {[number, number][]}
 */
function latitudeFirst(line) {
  return line.map(([longitude, latitude]) => [latitude, longitude]);
}
