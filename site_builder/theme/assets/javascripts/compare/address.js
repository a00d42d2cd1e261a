// The address of a comparison: `compare/?p=<slug>&p=<slug>`.

export const FEWEST = 2;
export const MOST = 4;
const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const LENGTH = 80;
const NAME = "p";

/**
 * Whether it can be the slug of a practice, and so a part of an address.
 * @param {unknown} text
 * @returns {text is string}
 */
export function isSlug(text) {
  return typeof text === "string" && text.length <= LENGTH && SLUG.test(text);
}

/**
 * What an address asks for, each once, in its order.
 * @param {string} search the part of the address from the question mark on
 * @returns {{slugs: string[], wrong: string[]}} `wrong`: what cannot be a slug
 */
export function read(search) {
  const asked = [...new Set(new URLSearchParams(search).getAll(NAME))].filter(Boolean);
  return { slugs: asked.filter(isSlug), wrong: asked.filter((text) => !isSlug(text)) };
}

/**
 * @param {string[]} slugs
 * @returns {string} the part of the address from the question mark on
 */
export function write(slugs) {
  return `?${new URLSearchParams(slugs.map((slug) => [NAME, slug]))}`;
}

/**
 * Whether so many practices can stand side by side.
 * @param {number} count
 */
export function fits(count) {
  return count >= FEWEST && count <= MOST;
}

/**
 * The list with one of its items a place further on, or back.
 * @template Item
 * @param {Item[]} items
 * @param {Item} item
 * @param {number} by 1 or -1
 * @returns {Item[]}
 */
export function moved(items, item, by) {
  const from = items.indexOf(item);
  const to = from + by;
  if (from < 0 || to < 0 || to >= items.length) return items;
  const others = items.filter((other) => other !== item);
  return [...others.slice(0, to), item, ...others.slice(to)];
}
