// The table of all practices: which rows a choice leaves, how many there are of each value, and in which order.
// Pure: nothing here knows a page. Any value of a facet may fit (or), every facet must fit (and), and the counts of a
// facet ignore what is chosen of it: they say what choosing it would give.

/**
 * @typedef {object} RawFacet
 * @property {string[]} values
 * @property {string[]} labels
 * @property {(number | number[])[]} rows
 */

/**
 * @typedef {object} RawTable
 * @property {number} version
 * @property {string} stamp the same in what has the same rows
 * @property {string[]} slugs
 * @property {Record<string, RawFacet>} facets
 * @property {{date: number[]}} sort
 */

/**
 * What only some visitors need.
 * @typedef {object} RawRest
 * @property {number} version
 * @property {string} stamp
 * @property {Record<string, RawFacet>} facets
 * @property {{title: number[]}} sort
 * @property {Record<string, [number, number]>} places
 */

/**
 * @typedef {object} Facet
 * @property {string} key
 * @property {readonly string[]} values in display order
 * @property {readonly string[]} labels
 * @property {ReadonlyMap<string, number>} places where each value stands among the values
 * @property {Uint32Array} starts where each row's values begin in items; one more for the end
 * @property {Uint32Array} items places of values, row after row
 */

/**
 * @typedef {object} Table
 * @property {readonly string[]} slugs
 * @property {string} stamp
 * @property {readonly Facet[]} facets in display order
 * @property {{date: readonly number[], title?: readonly number[]}} sort
 * @property {RawRest["places"]} [places] where cities lie. Like the titles, it comes with the rest
 * @property {Map<string, readonly number[]>} orders all rows by what they have been sorted by already
 */

/**
 * @typedef {object} Selection
 * @property {number[]} rows those that fit, in the order of the table
 * @property {Map<string, Uint32Array>} counts of each facet, how many rows each value would leave
 * @property {Map<string, number>} without of each facet of which something is chosen, how many rows there would be without that
 */

const VERSION = 2;

/**
 * The table as it was published, made ready to count in. Throws where it is not one that this script knows.
 * @param {RawTable} raw
 * @returns {Table}
 */
export function decode(raw) {
  check(raw);
  return { slugs: raw.slugs, stamp: raw.stamp, facets: decodeFacets(raw.facets), sort: raw.sort, orders: new Map() };
}

/**
 * The table with the rest of it. Throws where that belongs to other rows.
 * @param {Table} table
 * @param {RawRest} rest
 * @returns {Table}
 */
export function completed(table, rest) {
  check(rest);
  if (rest.stamp !== table.stamp) throw new Error("The table and its rest are of different days.");
  const facets = [...table.facets, ...decodeFacets(rest.facets)];
  return { ...table, facets, sort: { ...table.sort, ...rest.sort }, places: rest.places };
}

/** @param {{version: number}} raw */
function check({ version }) {
  if (version !== VERSION) throw new Error(`The table has the version ${version}, not ${VERSION}.`);
}

/**
 * @param {Record<string, RawFacet>} raw
 * @returns {Facet[]}
 */
function decodeFacets(raw) {
  return Object.entries(raw).map(([key, facet]) => decodeFacet(key, facet));
}

/**
 * @param {string} key
 * @param {RawFacet} raw
 * @returns {Facet}
 */
function decodeFacet(key, raw) {
  const starts = new Uint32Array(raw.rows.length + 1);
  /** @type {number[]} */
  const items = [];
  raw.rows.forEach((row, number) => {
    if (typeof row === "number") items.push(row);
    else items.push(...row);
    starts[number + 1] = items.length;
  });
  const places = new Map(raw.values.map((value, place) => [value, place]));
  return { key, values: raw.values, labels: raw.labels, places, starts, items: Uint32Array.from(items) };
}

/**
 * @param {Table} table
 * @param {string} key
 */
export function facetOf(table, key) {
  return table.facets.find((facet) => facet.key === key);
}

/**
 * The value of a facet that is meant, whatever the case of its letters; undefined where there is none any more.
 * @param {Facet} facet
 * @param {string} value
 */
export function known(facet, value) {
  if (facet.places.has(value)) return value;
  const lower = value.toLowerCase();
  return facet.values.find((other) => other.toLowerCase() === lower);
}

/**
 * What is chosen of each facet and exists.
 * @param {Table} table
 * @param {ReadonlyMap<string, readonly string[]>} chosen
 * @returns {Map<string, string[]>}
 */
export function existing(table, chosen) {
  const found = new Map();
  for (const facet of table.facets) {
    const values = (chosen.get(facet.key) ?? []).map((value) => known(facet, value));
    const there = [...new Set(values)].filter((value) => value !== undefined);
    if (there.length) found.set(facet.key, there);
  }
  return found;
}

/**
 * What is chosen and does not exist, as facet and value.
 * @param {Table} table
 * @param {ReadonlyMap<string, readonly string[]>} chosen
 * @returns {[string, string][]}
 */
export function missing(table, chosen) {
  return [...chosen].flatMap(([key, values]) => {
    const facet = facetOf(table, key);
    const gone = values.filter((value) => !facet || known(facet, value) === undefined);
    return gone.map((value) => /** @type {[string, string]} */ ([key, value]));
  });
}

/**
 * The rows that fit a choice of existing values, and all counts, in one pass.
 * @param {Table} table
 * @param {ReadonlyMap<string, readonly string[]>} chosen
 * @param {Iterable<number> | null} among only these rows; null for all
 * @returns {Selection}
 */
export function select(table, chosen, among = null) {
  const { facets } = table;
  const wanted = facets.map((facet) => flags(facet, chosen.get(facet.key) ?? []));
  /** @type {number[]} */
  const rows = [];
  /** @type {number[][]} for each facet, the rows that fit all others and not it */
  const failed = facets.map(() => []);
  for (const row of among ? Uint32Array.from(among).sort() : table.slugs.keys()) {
    const misfit = misfitOf(facets, wanted, row);
    if (misfit === NONE) rows.push(row);
    else if (misfit !== SEVERAL) failed[misfit].push(row);
  }
  const numbers = [...facets.keys()];
  return {
    rows,
    counts: new Map(numbers.map((number) => [facets[number].key, counted(facets[number], rows, failed[number])])),
    without: new Map(
      numbers.filter((number) => wanted[number]).map((number) => [facets[number].key, rows.length + failed[number].length]),
    ),
  };
}

const NONE = -1;
const SEVERAL = -2;

/**
 * A flag for each value that is chosen; null where none is, so that every row fits.
 * @param {Facet} facet
 * @param {readonly string[]} values
 */
function flags(facet, values) {
  if (!values.length) return null;
  const found = new Uint8Array(facet.values.length);
  for (const value of values) found[facet.places.get(value) ?? -1] = 1;
  return found;
}

/**
 * The facet that a row does not fit, where it is the only one.
 * @param {readonly Facet[]} facets
 * @param {(Uint8Array | null)[]} wanted
 * @param {number} row
 */
function misfitOf(facets, wanted, row) {
  let misfit = NONE;
  for (let number = 0; number < facets.length; number += 1) {
    const flags = wanted[number];
    if (flags && !fits(facets[number], flags, row)) {
      if (misfit !== NONE) return SEVERAL;
      misfit = number;
    }
  }
  return misfit;
}

/**
 * @param {Facet} facet
 * @param {Uint8Array} flags
 * @param {number} row
 */
function fits(facet, flags, row) {
  for (let at = facet.starts[row]; at < facet.starts[row + 1]; at += 1) if (flags[facet.items[at]]) return true;
  return false;
}

/**
 * How many of some rows have each value of a facet.
 * @param {Facet} facet
 * @param {number[][]} parts the rows
 */
function counted({ values, starts, items }, ...parts) {
  const counts = new Uint32Array(values.length);
  for (const rows of parts) {
    for (const row of rows) for (let at = starts[row]; at < starts[row + 1]; at += 1) counts[items[at]] += 1;
  }
  return counts;
}

/**
 * Rows in the order that a reader wants. Equal ones stay as they are in the table. By title only in a table with its
 * rest.
 * @param {Table} table
 * @param {readonly number[]} rows in the order of the table
 * @param {import("./state.js").Sort} sort
 * @param {readonly number[]} ranked all rows that the words were found in, the best first
 * @returns {number[]}
 */
export function inOrder(table, rows, sort, ranked = []) {
  const wanted = new Uint8Array(table.slugs.length);
  for (const row of rows) wanted[row] = 1;
  return (sort === "relevance" ? ranked : orderOf(table, sort)).filter((row) => wanted[row]);
}

/**
 * All rows in an order. Sorted once: a choice only leaves some of them out.
 * @param {Table} table
 * @param {"date" | "title" | "evidence"} sort
 */
function orderOf(table, sort) {
  const kept = table.orders.get(sort);
  if (kept) return kept;
  const { date, title = [] } = table.sort;
  const level = levels(table);
  const orders = {
    date: (/** @type {number} */ a, /** @type {number} */ b) => date[b] - date[a],
    title: (/** @type {number} */ a, /** @type {number} */ b) => title[a] - title[b],
    evidence: (/** @type {number} */ a, /** @type {number} */ b) => level[b] - level[a] || date[b] - date[a],
  };
  const order = [...table.slugs.keys()].sort(orders[sort]);
  table.orders.set(sort, order);
  return order;
}

/**
 * How strong the evidence of each row is: the place of its level among them, the weakest of which is the first.
 * @param {Table} table
 */
function levels(table) {
  const { starts, items } = facetOf(table, "evidence") ?? { starts: [], items: [] };
  return [...table.slugs.keys()].map((row) => items[starts[row]] ?? 0);
}
