// The address of a worksheet, which holds all of it: `?p=<slug>&p=<slug>&title=<text>&town=<text>&date=<text>`.

import { read as readSlugs } from "../compare/address.js";

/** How many practices fit on a sheet. */
export const MOST = 8;
/** How many of a long address are looked at: nobody chooses from more. */
const LIMIT = 30;
/** The texts of a sheet, and how many characters each may have. */
export const LENGTHS = Object.freeze({ title: 80, town: 60, date: 40 });

/**
 * @typedef {"title" | "town" | "date"} Field
 *
 * @typedef {object} Sheet
 * @property {string[]} slugs the practices in their order; more than fit only where an address asks for them
 * @property {string} title
 * @property {string} town
 * @property {string} date as somebody wrote it
 */

const FIELDS = /** @type {Field[]} */ (Object.keys(LENGTHS));
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]+/gu;

/**
 * A text on one line, without what cannot be seen or turns the direction of what follows, and no longer than it may be.
 * @param {string} text
 * @param {number} length
 */
export function tidy(text, length) {
  const plain = text.replace(/\s+/gu, " ").replace(UNSEEN, "").trim();
  return [...plain].slice(0, length).join("").trim();
}

/** @returns {Sheet} */
export const blank = () => ({ slugs: [], title: "", town: "", date: "" });

/**
 * @param {string} search the part of an address from the question mark on
 * @returns {{sheet: Sheet, wrong: string[]}} `wrong`: what cannot be a practice
 */
export function read(search) {
  const given = new URLSearchParams(search);
  const { slugs, wrong } = readSlugs(search);
  const sheet = { ...blank(), slugs: slugs.slice(0, LIMIT) };
  for (const name of FIELDS) sheet[name] = tidy(given.get(name) ?? "", LENGTHS[name]);
  return { sheet, wrong: wrong.slice(0, MOST).map((text) => tidy(text, LENGTHS.title)) };
}

/**
 * @param {Sheet} sheet
 * @returns {string} the part of the address from the question mark on; empty for an empty sheet
 */
export function write(sheet) {
  const given = sheet.slugs.map((slug) => ["p", slug]);
  for (const name of FIELDS) if (sheet[name]) given.push([name, sheet[name]]);
  return given.length ? `?${new URLSearchParams(given)}` : "";
}

/** @param {Sheet} sheet */
export function isBlank(sheet) {
  return write(sheet) === "";
}
