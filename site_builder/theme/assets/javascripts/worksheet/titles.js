// Finding a practice by what somebody types: a part of its title or of its place, or the address of its page.

import { isSlug } from "../compare/address.js";
import { folded } from "../explore/loosen.js";

/** How many suggestions are offered at a time. */
const FEW = 12;
const OF_A_PAGE = /\/practices\/([a-z0-9-]+)\/?(?:[?#].*)?$/;

/**
 * @typedef {object} Title
 * @property {string} slug
 * @property {string} name the title with its place, as a reader sees it in a list
 * @property {string} letters what is searched
 */

/**
 * The titles as they were published; those that are no titles are left out.
 * @param {unknown} given
 * @returns {Title[]}
 */
export function decode(given) {
  if (!Array.isArray(given)) return [];
  return given.flatMap((row) => {
    const [slug, title, place] = Array.isArray(row) ? row : [];
    if (!isSlug(slug) || typeof title !== "string") return [];
    const name = place ? `${title}, ${place}` : title;
    return [{ slug, name, letters: folded(name) }];
  });
}

/**
 * The titles that hold every word, or a beginning of one: those first in which a word begins with what was typed first.
 * @param {readonly Title[]} titles
 * @param {string} text
 * @param {number} [most]
 */
export function matching(titles, text, most = FEW) {
  const words = folded(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const [first] = words;
  if (!first) return [];
  const found = titles.filter((title) => words.every((word) => title.letters.includes(word)));
  const begins = new RegExp(`(^|[^\\p{L}\\p{N}])${first}`, "u");
  const [near, far] = [found.filter((title) => begins.test(title.letters)), found.filter((title) => !begins.test(title.letters))];
  return [...near, ...far].slice(0, most);
}

/**
 * The one practice that a text means; those that it could mean where there are several.
 * @param {readonly Title[]} titles
 * @param {string} text
 * @returns {Title[]}
 */
export function meant(titles, text) {
  const slug = OF_A_PAGE.exec(text.trim())?.[1] ?? text.trim();
  const exact = titles.find((title) => title.slug === slug) ?? titles.find((title) => title.letters === folded(text));
  return exact ? [exact] : matching(titles, text, 2);
}
