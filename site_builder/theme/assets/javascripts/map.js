// The maps: a bubble a city, on land and water drawn from our own files. No tiles, hence nobody else is asked.

import { element as made } from "./elements.js";
import { labelsOf } from "./labels.js";
import { later } from "./later.js";
import { BubbleMap } from "./map/bubble-map.js";
import { leaflet, world } from "./map/parts.js";

/** How near the view a map has to be before it is loaded. */
const NEAR = "300px";

/** @typedef {import("./map/bubble-map.js").Place} Place */

/**
 * @typedef {object} Handle
 * @property {(counts: Map<string, number>, chosen?: Set<string>, shared?: Map<string, number[]>) => void} show give
 *   each place its number of practices; the map moves to them when the places that have any have changed. `shared` has
 *   the practices that are in several places, as numbers, so that a bubble of several places counts each of them once
 * @property {() => void} destroy take the map away with all its listeners
 */

/**
 * Draw a map into an element that has the labels of the macro `map_area` in templates/maps.html. Where it cannot be
 * loaded, the element says so, and the handle does nothing.
 * @param {HTMLElement} element
 * @param {{places: Place[], onChoose?: (key: string) => void}} options without `onChoose` and `address`, bubbles only
 *   show where something is
 * @returns {Promise<Handle>}
 */
export async function createMap(element, { places, onChoose }) {
  const own = labelsOf(element);
  const status = made("p", "pb-map__status", own.text("loading"));
  status.setAttribute("role", "status");
  element.append(status);
  try {
    const [library, coarse] = await Promise.all([leaflet(), world("110m"), later()]);
    status.remove();
    const labels = labelsOf(element, document.querySelector("[data-pb-map-labels]"));
    const map = new BubbleMap({ library, element, labels, places, onChoose });
    map.draw(coarse);
    return map;
  } catch (error) {
    console.warn("The map could not be loaded.", error);
    status.textContent = own.text("failed");
    return { show() {}, destroy: () => status.remove() };
  }
}

/**
 * The maps of a page, each from the list of places beside it. They are drawn when they come near the view.
 * @param {ParentNode} root
 * @returns {() => void} takes them away
 */
export function mountMaps(root) {
  const areas = [...root.querySelectorAll("[data-pb-map]")].map((area) => mountMap(/** @type {HTMLElement} */ (area)));
  return () => {
    for (const unmount of areas) unmount();
  };
}

/**
 * @param {HTMLElement} area
 * @returns {() => void}
 */
function mountMap(area) {
  const target = /** @type {HTMLElement} */ (area.querySelector("[data-pb-map-area]"));
  const toggle = /** @type {HTMLButtonElement | null} */ (area.querySelector("[data-pb-map-toggle]"));
  const ending = new AbortController();
  /** @type {Promise<Handle> | undefined} */
  let drawing;
  const near = new IntersectionObserver(
    (entries) => {
      if (drawing || !entries.some((entry) => entry.isIntersecting)) return;
      near.disconnect();
      drawing = fromList(area, target);
    },
    { rootMargin: NEAR },
  );
  near.observe(target);
  if (toggle) {
    toggle.addEventListener("click", () => fold(area, toggle), { signal: ending.signal });
    toggle.disabled = false;
  }
  return () => {
    near.disconnect();
    ending.abort();
    drawing?.then((map) => map.destroy());
  };
}

/**
 * @param {HTMLElement} area
 * @param {Element} toggle
 */
function fold(area, toggle) {
  const open = toggle.getAttribute("aria-expanded") !== "true";
  toggle.setAttribute("aria-expanded", String(open));
  area.classList.toggle("pb-places--open", open);
}

/**
 * @param {HTMLElement} area
 * @param {HTMLElement} target
 */
async function fromList(area, target) {
  const items = /** @type {NodeListOf<HTMLElement>} */ (area.querySelectorAll("[data-pb-place]"));
  const places = [...items].map(placeOf);
  const map = await createMap(target, { places });
  const counts = new Map();
  const shared = new Map();
  for (const { dataset } of items) {
    counts.set(dataset.pbPlace, Number(dataset.pbCount));
    shared.set(dataset.pbPlace, numbers(dataset.pbShared));
  }
  map.show(counts, new Set(), shared);
  return map;
}

/** @param {string | undefined} text */
function numbers(text) {
  return text ? text.split(" ").map(Number) : [];
}

/**
 * @param {HTMLElement} item
 * @returns {Place}
 */
function placeOf(item) {
  const [lat, lon] = (item.dataset.pbAt ?? "").split(",").map(Number);
  const address = item instanceof HTMLAnchorElement ? item.href : undefined;
  return { key: item.dataset.pbPlace ?? "", name: item.dataset.pbName ?? "", lat, lon, address };
}
