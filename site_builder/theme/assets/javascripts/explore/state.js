// What a reader has chosen, and how the address holds it. Pure: nothing here knows a page.

/** @typedef {"relevance" | "date" | "title" | "evidence"} Sort */

/**
 * @typedef {object} State
 * @property {string} words what is searched for; empty for nothing
 * @property {ReadonlyMap<string, readonly string[]>} chosen the values chosen of each facet; a facet without any is left out
 * @property {Sort | null} sort null for the order that fits: relevance with words, the newest first without
 * @property {boolean} map whether a link asks for the map to be open
 * @property {readonly (readonly [string, string])[]} strange parameters that mean nothing here, in their order
 */

/** The facets by their names in the address, in display order. */
export const FACETS = Object.freeze([
  "topic",
  "target-group",
  "country",
  "city",
  "size",
  "funding",
  "budget",
  "evidence",
  "status",
  "kind",
  "language",
  "organisation",
  "funder",
]);

/** @type {readonly Sort[]} */
export const SORTS = Object.freeze(["relevance", "date", "title", "evidence"]);

/** What newsletters and networks add to the links that they pass on. Nobody chose it, so nobody is told of it. */
const TRACES = /^(utm_.*|.*clid|mc_[ce]id|pk_.*|mtm_.*)$/;

/** @type {State} */
export const NOTHING = Object.freeze({ words: "", chosen: new Map(), sort: null, map: false, strange: [] });

/**
 * The state that an address holds.
 * @param {string} search the part from the question mark on
 * @returns {State}
 */
export function read(search) {
  const given = [...new URLSearchParams(search)].map(([name, value]) => /** @type {const} */ ([name, value.trim()]));
  const first = Object.fromEntries([...given].reverse());
  const chosen = new Map();
  for (const name of FACETS) {
    const values = new Set(given.filter(([key, value]) => key === name && value).map(([, value]) => value));
    if (values.size) chosen.set(name, [...values]);
  }
  const sort = SORTS.find((name) => name === first.sort) ?? null;
  const strange = given.filter(([name, value]) => value && isStrange(name, value));
  return { words: first.s ?? "", chosen, sort, map: first.map === "1", strange };
}

/**
 * @param {string} name
 * @param {string} value
 */
function isStrange(name, value) {
  if (name === "sort") return !SORTS.some((sort) => sort === value);
  return !FACETS.includes(name) && !["s", "map"].includes(name) && !TRACES.test(name);
}

/**
 * The address of a state: the same state gives the same text, empty where nothing is chosen.
 * @param {State} state
 */
export function write(state) {
  const parameters = new URLSearchParams();
  if (state.words) parameters.append("s", state.words);
  for (const name of FACETS) for (const value of state.chosen.get(name) ?? []) parameters.append(name, value);
  if (state.sort && state.sort !== usualSort(state)) parameters.append("sort", state.sort);
  if (state.map) parameters.append("map", "1");
  for (const [name, value] of state.strange) parameters.append(name, value);
  const text = String(parameters);
  return text && `?${text}`;
}

/**
 * @param {State} state
 * @returns {Sort}
 */
function usualSort(state) {
  return state.words ? "relevance" : "date";
}

/**
 * The order in which a state shows its practices: by relevance only where there are words to be relevant to.
 * @param {State} state
 * @returns {Sort}
 */
export function sortOf(state) {
  return state.sort && (state.sort !== "relevance" || state.words) ? state.sort : usualSort(state);
}

/**
 * @param {State} state
 * @param {string} words
 * @returns {State}
 */
export function withWords(state, words) {
  return { ...state, words: words.trim() };
}

/**
 * The state with a value chosen, or without it where it was.
 * @param {State} state
 * @param {string} facet
 * @param {string} value
 * @returns {State}
 */
export function toggled(state, facet, value) {
  const values = state.chosen.get(facet) ?? [];
  const others = values.filter((other) => other !== value);
  return withValues(state, facet, others.length < values.length ? others : [...values, value]);
}

/**
 * The state with these values of a facet, and no others.
 * @param {State} state
 * @param {string} facet
 * @param {readonly string[]} values
 * @returns {State}
 */
export function withValues(state, facet, values) {
  const chosen = new Map(state.chosen);
  if (values.length) chosen.set(facet, values);
  else chosen.delete(facet);
  return { ...state, chosen };
}

/**
 * The state without one of the parameters that mean nothing.
 * @param {State} state
 * @param {string} name
 * @param {string} value
 * @returns {State}
 */
export function withoutStrange(state, name, value) {
  return { ...state, strange: state.strange.filter(([key, other]) => key !== name || other !== value) };
}

/**
 * Nothing chosen any more; how the list is sorted and whether the map is open stay.
 * @param {State} state
 * @returns {State}
 */
export function cleared(state) {
  return { ...NOTHING, sort: state.sort, map: state.map };
}
