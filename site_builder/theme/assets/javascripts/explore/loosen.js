// What to do when nothing fits: which choice to give up, and which words were meant. Pure.

import { select } from "./table.js";

/**
 * @typedef {object} Looser
 * @property {string | null} facet the facet whose choice to give up; null for the words
 * @property {number[]} rows what fits then
 */

/**
 * Each choice that can be given up for more results, the one that helps most first.
 * @param {import("./table.js").Table} table
 * @param {ReadonlyMap<string, readonly string[]>} chosen what is chosen and exists
 * @param {readonly number[] | null} found the rows that the words were found in; null where there are no words
 * @returns {Looser[]}
 */
export function loosened(table, chosen, found) {
  const now = select(table, chosen, found).rows.length;
  /** @type {Looser[]} */
  const ways = [...chosen.keys()].map((facet) => {
    const others = new Map([...chosen].filter(([key]) => key !== facet));
    return { facet, rows: select(table, others, found).rows };
  });
  if (found && chosen.size) ways.push({ facet: null, rows: select(table, chosen, null).rows });
  return ways.filter((way) => way.rows.length > now).sort((a, b) => b.rows.length - a.rows.length);
}

/**
 * Words that look like these, with one of them replaced by one from the labels, the most alike first: at most one
 * letter in four is another.
 * @param {import("./table.js").Table} table
 * @param {string} words
 * @param {number} limit
 * @returns {string[]}
 */
export function alike(table, words, limit) {
  const labels = new Set(table.facets.flatMap((facet) => facet.labels));
  const parts = new Set([...labels].flatMap((label) => [label, ...label.split(NO_LETTERS)]));
  const known = [...parts].filter((part) => part.length > 3).map((part) => ({ part, letters: folded(part) }));
  const given = words.split(/\s+/).filter((word) => word.length > 3);
  const found = [...new Set([words, ...given])].flatMap((word) =>
    near(known, folded(word)).map(({ part, distance }) => ({ text: words.replace(word, part), distance })),
  );
  const best = found.sort((a, b) => a.distance - b.distance || a.text.length - b.text.length);
  return [...new Set(best.map(({ text }) => text))].slice(0, limit);
}

const NO_LETTERS = /[^\p{L}\p{N}]+/u;

/**
 * @param {{part: string, letters: string}[]} known
 * @param {string} word
 */
function near(known, word) {
  const allowed = Math.min(3, Math.floor(word.length / 4));
  const measured = known.map(({ part, letters }) => ({ part, distance: distance(word, letters) }));
  return measured.filter((item) => item.distance > 0 && item.distance <= allowed);
}

/**
 * The words for which the search has taken a shorter one, because no page holds them.
 * @param {string} words
 * @param {readonly string[]} marks the words that are marked in the results
 * @returns {{term: string, instead: string}[]}
 */
export function replaced(words, marks) {
  const marked = [...new Set(marks.map((mark) => folded(mark).replace(/[^\p{L}\p{N}]+$/u, "")))];
  return words.split(NO_LETTERS).filter((word) => word.length > 3).flatMap((term) => {
    const letters = folded(term);
    if (marked.some((mark) => mark.startsWith(letters.slice(0, Math.max(3, letters.length - 2))))) return [];
    const instead = marked.filter((mark) => letters.startsWith(mark)).sort((a, b) => b.length - a.length)[0];
    return instead ? [{ term, instead }] : [];
  });
}

/**
 * Small letters without accents; ä is written as a, ß as ss.
 * @param {string} text
 */
export function folded(text) {
  return text.trim().toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("ß", "ss");
}

/**
 * How many letters have to be put in, left out, changed or swapped with their neighbour.
 * @param {string} one
 * @param {string} other
 */
export function distance(one, other) {
  if (Math.abs(one.length - other.length) > 3) return Infinity;
  let before = /** @type {number[]} */ ([]);
  let row = Array.from({ length: other.length + 1 }, (_, place) => place);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const changed = row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1);
      const swapped = one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1] ? before[j - 2] + 1 : Infinity;
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, changed, swapped);
    }
    [before, row] = [row, next];
  }
  return row[other.length];
}
