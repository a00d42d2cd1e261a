// The words of the page: its labels, and money, dates and spans of time as its language writes them.

import { labelsOf } from "../labels.js";
import { inWords } from "./figures.js";

/** @typedef {import("../labels.js").Values} Values */

/** What a page gives as `data-pb-text-*`, and what its language makes of figures. */
export class Words {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.labels = labelsOf(element);
    this.locale = element.dataset.pbLanguage ?? "en";
  }

  /**
   * A label by its name, as `not-given`; an empty text where the page has none.
   * @param {string} name
   * @param {Values} [values]
   */
  text(name, values) {
    return this.labels.text(camelCase(name), values);
  }

  /**
   * A label that depends on a number.
   * @param {string} name
   * @param {number} number
   */
  count(name, number) {
    return this.labels.count(camelCase(name), number);
  }

  /**
   * One of several labels that belong together; empty where there is none for the key.
   * @param {string} name
   * @param {string} key
   */
  one(name, key) {
    /** @type {Record<string, string>} */
    const labels = JSON.parse(this.text(name) || "{}");
    return labels[key] ?? "";
  }

  /** @param {import("./figures.js").Sum} sum */
  money({ amount, currency, about }) {
    const digits = Number.isInteger(amount) ? { maximumFractionDigits: 0 } : {};
    const number = amount.toLocaleString(this.locale, { style: "currency", currency, ...digits });
    return about ? this.text("about", { number }) : number;
  }

  /** @param {import("./figures.js").Duration} given */
  duration(given) {
    const { years, months, days, exactness } = inWords(given);
    const units = /** @type {[string, number][]} */ ([["year", years], ["month", months], ["day", days]]);
    const written = units
      .filter(([, count]) => count > 0)
      .map(([unit, count]) => count.toLocaleString(this.locale, { style: "unit", unit, unitDisplay: "long" }));
    const number = new Intl.ListFormat(this.locale, { type: "conjunction" }).format(written);
    return exactness === "exact" ? number : this.text(exactness, { number });
  }

  /** @param {Date} date */
  date(date) {
    return date.toLocaleDateString(this.locale, { dateStyle: "long" });
  }
}

/** @param {string} name */
function camelCase(name) {
  return name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
}
