// What stands in each cell of a comparison: a function a row, from a practice to the cell.

import { element, icon } from "../elements.js";
import { byReach } from "./differences.js";
import { added, joined, perPerson, perYear, whyNoTotal } from "./figures.js";
import { words as plainText } from "./facts.js";

const OWN = 8;

/**
 * @typedef {import("./facts.js").Facts} Facts
 * @typedef {import("./facts.js").ResultPart} ResultPart
 * @typedef {import("./words.js").Words} Words
 *
 * @typedef {object} Cell
 * @property {(Node | string)[]} nodes
 * @property {string} key the same for two cells only where they say the same; empty where nothing is given
 *
 * @typedef {object} Comparison
 * @property {Facts[]} practices
 * @property {string[]} measures those that more than one practice has
 * @property {Words} words
 *
 * @typedef {(practice: Facts, comparison: Comparison) => Cell} Write
 */

/** @type {Cell} */
const NOTHING = { nodes: [], key: "" };

/**
 * @param {Facts[]} practices
 * @param {Words} words
 * @returns {Comparison}
 */
export function comparison(practices, words) {
  return { practices, measures: joined(practices.map((practice) => practice.results)), words };
}

/** @param {(Node | string)[]} content */
const quiet = (...content) => element("span", "pb-quiet", ...content);

/** @param {string} text */
const number = (text) => element("span", "pb-number", text);

/**
 * What a practice's page says of a field.
 * @param {string} name
 * @returns {Write}
 */
function told(name) {
  return (practice) => {
    if (!practice.has(name)) return NOTHING;
    const content = practice.content(name);
    return { key: practice.value(name) ?? plainText(content), nodes: [content] };
  };
}

/**
 * A controlled list, in which each item shows whether the other practices have it too.
 * @param {string} name
 * @returns {Write}
 */
function marked(name) {
  return (practice, { practices, words }) => {
    const lists = practices.map((other) => other.terms(name).map((term) => term.key));
    const terms = byReach(practice.terms(name), lists);
    const items = terms.map(({ content, reach }) => {
      const meaning = element("span", "pb-sr", ` (${words.text(`reach-${reach}`)})`);
      return element("li", `pb-reach pb-reach--${reach}`, icon(`reach-${reach}`), element("span", "", content, meaning));
    });
    const key = terms.map((term) => term.key).sort().join(" ");
    return { key, nodes: items.length ? [element("ul", "pb-plain", ...items)] : [] };
  };
}

/** @type {Write} */
function lasted(practice, { words }) {
  const period = practice.duration;
  if (!period) return practice.has("when") ? { nodes: [quiet(words.text("open"))], key: "open" } : NOTHING;
  const text = words.duration(period);
  return { nodes: [text], key: text };
}

/** @type {Write} */
function counted(practice, { words }) {
  const { length } = practice.results;
  return { nodes: [words.count("results", length)], key: String(length) };
}

/**
 * A result's figure with its unit.
 * @param {Facts} practice
 * @param {ResultPart} result
 */
function figure(practice, result) {
  const asOf = practice.part(result.element, "as-of");
  return [practice.part(result.element, "value"), ...(plainText(asOf) ? [quiet(" ", asOf)] : [])];
}

/** @type {Write} */
function own(practice, { measures, words }) {
  const results = practice.results.filter((result) => !measures.includes(result.measure));
  const shown = results.slice(0, OWN).map((result) => {
    const indicator = element("span", "pb-compare__indicator", practice.part(result.element, "indicator"));
    return element("li", "", element("span", "", ...figure(practice, result)), " ", indicator);
  });
  const rest = results.length - shown.length;
  const more = element("a", "", words.count("more", rest));
  more.href = `${practice.address}#results`;
  const nodes = shown.length ? [element("ul", "pb-plain pb-compare__figures", ...shown)] : [];
  return { nodes: rest > 0 ? [...nodes, element("p", "", more)] : nodes, key: nodes.map(plainText).join() };
}

/**
 * A figure that several practices have, counted in the same way.
 * @param {string} measure
 * @returns {Write}
 */
export function shared(measure) {
  return (practice) => {
    const results = practice.results.filter((result) => result.measure === measure);
    const nodes = results.map((result) => element("p", "", ...figure(practice, result)));
    return { nodes, key: results.map((result) => `${result.qualifier}${result.value}`).join() };
  };
}

/**
 * Why there is nothing to compare.
 * @param {string} reason
 * @param {Words} words
 * @returns {Cell}
 */
function incomparable(reason, words) {
  if (reason === "none") return NOTHING;
  const why = words.one("reasons", reason);
  return { nodes: [quiet(words.text("incomparable", { reason: why }))], key: `? ${reason}` };
}

/** @param {import("./figures.js").Sum} sum */
const key = (sum) => `${sum.currency} ${sum.amount}`;

/** @type {Write} */
function total(practice, { words }) {
  const sum = practice.total;
  if (!sum) return incomparable(whyNoTotal(practice.funding), words);
  return { nodes: [number(words.money(sum))], key: key(sum) };
}

/** @type {Write} */
function yearly(practice, { words }) {
  const found = perYear(practice.funding, practice.total, practice.duration);
  if ("reason" in found) return incomparable(found.reason, words);
  const how = words.text(found.given ? "given" : "worked-out");
  return { nodes: [number(words.money(found)), " ", quiet(how)], key: key(found) };
}

/** @type {Write} */
function personal(practice, { words }) {
  const found = perPerson(practice.funding, practice.total, practice.results);
  if ("reason" in found) return incomparable(found.reason, words);
  const { by } = found;
  const basis = quiet(words.text("divided-by"), " ", ...figure(practice, by), ": ", practice.part(by.element, "indicator"));
  return { nodes: [number(words.money(found)), " ", basis], key: key(found) };
}

/** @type {Write} */
function levels(practice, { words }) {
  const funding = practice.funding;
  const found = [...new Set(funding.map((item) => item.level))].map((level) => {
    const parts = funding.filter((item) => item.level === level);
    const sum = parts.length > 1 ? added(parts) : undefined;
    const lines = parts.map((part) => element("li", "", part.name, ": ", number(part.text || words.text("not-known"))));
    const heading = element("p", "pb-compare__sub", words.one("levels", level));
    if (sum && !parts[0]?.per) heading.append(": ", number(words.money(sum)));
    return [heading, element("ul", "pb-plain", ...lines)];
  });
  const keys = funding.map((item) => [item.level, item.amount, item.currency, item.share, item.per].join(":"));
  return { nodes: found.flat(), key: keys.sort().join() };
}

/** The rows by their names, in no order: the page says in which order they stand. @type {Record<string, Write>} */
export const CELLS = {
  summary: told("summary"),
  where: told("where"),
  population: told("population"),
  scope: told("scope"),
  "led-by": told("led-by"),
  when: told("when"),
  duration: lasted,
  status: told("status"),
  topics: marked("topics"),
  "target-groups": marked("target-groups"),
  goals: told("goals"),
  "results-count": counted,
  results: own,
  evidence: told("evidence"),
  verification: told("verification"),
  evaluation: told("evaluation"),
  total,
  levels,
  "per-year": yearly,
  "per-person": personal,
  resources: told("resources"),
  difficulties: told("difficulties"),
  tips: told("tips"),
  transfer: told("transfer"),
  sources: told("sources"),
};
