// What our pages do beyond HTML. Each part mounts where a page has a place for it, and is taken down before Material
// puts another page in the place of this one (its feature navigation.instant).

import { mountColours } from "./colours.js";
import { mountFrame } from "./frame.js";
import { mountSearch } from "./search.js";
import { mountShortlist } from "./shortlist.js";
import { nameSources } from "./sources.js";

/** @typedef {(root: Document) => (() => void) | void} Mount */

/**
 * The parts that only some pages have: what they mount on, and their script, which no other page loads.
 * @type {[string, () => Promise<Mount>][]}
 */
const PARTS = [
  ["[data-pb-explore]", async () => (await import("./explore.js")).mountExplore],
  ["[data-pb-compare]", async () => (await import("./compare.js")).mountCompare],
  ["[data-pb-worksheet]", async () => (await import("./worksheet.js")).mountWorksheet],
  ["[data-pb-map]", async () => (await import("./map.js")).mountMaps],
];

/** @type {(() => void)[]} */
let teardowns = [];
let turn = 0;

/** @param {Document} root */
function mount(root) {
  turn += 1;
  for (const teardown of teardowns) teardown();
  teardowns = [];
  for (const part of [mountFrame, mountColours, mountSearch, mountShortlist, nameSources]) keep(part(root));
  for (const [place, load] of PARTS) if (root.querySelector(place)) mountLater(root, load, turn);
}

/** @param {(() => void) | void} teardown */
function keep(teardown) {
  if (teardown) teardowns.push(teardown);
}

/**
 * @param {Document} root
 * @param {() => Promise<Mount>} load
 * @param {number} asked
 */
async function mountLater(root, load, asked) {
  try {
    const part = await load();
    if (asked === turn) keep(part(root));
  } catch (error) {
    console.warn("A part of this page could not be loaded.", error);
  }
}

if (window.document$) window.document$.subscribe(mount);
else mount(document);
