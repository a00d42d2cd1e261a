// The facets as groups of checkboxes with live counts. They take the place of the links that the page holds for
// readers without scripts.

import { arrange, button, element } from "../elements.js";
import { folded } from "./loosen.js";

/** How many values of a long facet are shown before somebody asks for more. */
const FEW = 8;
/** From how many values on there is a box to find one by its name. */
const MANY = 20;
/** How many values are shown at once at most; more are found by typing. */
const MOST = 100;

/** After how many milliseconds on a value a reader is taken to consider it. */
const CONSIDERED = 65;

/**
 * @typedef {object} Events
 * @property {(facet: string, value: string) => void} toggle a value is chosen or given up
 * @property {(facet: string, value: string) => void} consider it may be soon: a pointer or the focus rests on it
 */

/**
 * @typedef {object} Row
 * @property {HTMLLIElement} item
 * @property {HTMLInputElement} input
 * @property {HTMLElement} count
 */

/** One facet. */
class Group {
  /**
   * @param {HTMLDetailsElement} details
   * @param {import("./table.js").Facet} facet
   * @param {import("../labels.js").Labels} labels
   * @param {Events} events
   */
  constructor(details, facet, labels, events) {
    this.details = details;
    this.facet = facet;
    this.labels = labels;
    this.events = events;
    /** @type {number | undefined} */
    this.considering = undefined;
    this.name = details.dataset.pbName ?? "";
    this.folded = facet.labels.map(folded);
    /** @type {Map<number, Row>} */
    this.rows = new Map();
    this.all = false;
    this.list = element("ul", "pb-facet__values");
    this.rest = element("p", "pb-facet__rest");
    this.moreText = element("span");
    this.more = button("pb-facet__more", this.moreText, element("span", "pb-sr", ` ${this.name}`));
    this.more.dataset.pbMore = "";
    this.find = this.findBox();
    this.build();
  }

  build() {
    const legend = element("legend", "pb-sr", this.name);
    const fieldset = element("fieldset", "pb-facet__body", legend, this.find.label, this.list, this.rest, this.more);
    this.details.querySelector("[data-pb-facet-body]")?.replaceWith(fieldset);
    this.more.addEventListener("click", () => {
      this.all = !this.all;
      this.find.input.value = "";
      this.render();
    });
    this.find.input.addEventListener("input", () => this.render());
    for (const kind of ["pointerover", "focusin"]) this.list.addEventListener(kind, (event) => this.dwell(event, CONSIDERED));
    for (const kind of ["pointerout", "focusout"]) this.list.addEventListener(kind, () => clearTimeout(this.considering));
    this.list.addEventListener("pointerdown", (event) => this.dwell(event, 0));
  }

  /**
   * @param {Event} event
   * @param {number} milliseconds
   */
  dwell({ target }, milliseconds) {
    const input = target instanceof Element ? target.closest("li")?.querySelector("input") : null;
    clearTimeout(this.considering);
    if (!input) return;
    this.considering = window.setTimeout(() => this.events.consider(this.facet.key, input.value), milliseconds);
  }

  findBox() {
    const input = element("input");
    input.type = "search";
    input.autocomplete = "off";
    const text = this.labels.text("findValue", { facet: this.name });
    input.placeholder = this.labels.text("findPlaceholder");
    return { input, label: element("label", "pb-facet__find", element("span", "pb-sr", text), input) };
  }

  /**
   * @param {Uint32Array} counts
   * @param {readonly string[]} chosen
   */
  show(counts, chosen) {
    this.counts = counts;
    this.chosen = new Set(chosen.map((value) => this.facet.places.get(value) ?? -1));
    const mark = this.details.querySelector("[data-pb-facet-chosen]");
    if (mark) write(mark, chosen.length ? this.labels.count("chosen", chosen.length) : "");
    this.render();
  }

  render() {
    const { counts, chosen } = this;
    if (!counts || !chosen) return;
    const there = [...counts.keys()].filter((place) => counts[place] || chosen.has(place));
    const typed = folded(this.find.input.value);
    const shown = typed ? this.matching(there, typed) : this.all ? there.slice(0, MOST) : this.first(there, counts, chosen);
    arrange(this.list, shown.map((place) => this.row(place, counts[place], chosen.has(place))));
    this.details.hidden = !there.length;
    this.find.label.hidden = there.length < MANY && !typed;
    this.say(there.length, shown.length, Boolean(typed));
  }

  /**
   * @param {number[]} there
   * @param {string} typed
   */
  matching(there, typed) {
    return there.filter((place) => this.folded[place].includes(typed)).slice(0, MOST);
  }

  /**
   * Of a long facet those with the highest counts, and whatever is chosen.
   * @param {number[]} there
   * @param {Uint32Array} counts
   * @param {ReadonlySet<number>} chosen
   */
  first(there, counts, chosen) {
    if (there.length <= FEW + 1) return there;
    const highest = largest(there, counts, FEW);
    const others = there.filter((place) => chosen.has(place) && !highest.includes(place));
    return [...highest, ...others.sort((a, b) => counts[b] - counts[a] || a - b)];
  }

  /**
   * @param {number} there
   * @param {number} shown
   * @param {boolean} typed
   */
  say(there, shown, typed) {
    const { labels } = this;
    this.more.hidden = typed || there <= FEW + 1;
    write(this.moreText, this.all ? labels.text("fewer") : labels.text("all", { number: labels.number(there) }));
    this.more.setAttribute("aria-expanded", String(this.all));
    const hidden = this.all && !typed ? there - shown : 0;
    write(this.rest, typed && !shown ? labels.text("noValue") : hidden ? labels.count("rest", hidden) : "");
    this.rest.hidden = !this.rest.textContent;
  }

  /**
   * @param {number} place
   * @param {number} count
   * @param {boolean} chosen
   */
  row(place, count, chosen) {
    const row = this.rows.get(place) ?? this.newRow(place);
    row.input.checked = chosen;
    row.count.dataset.pbCount = String(count);
    write(row.count, this.labels.number(count));
    row.item.classList.toggle("pb-facet__value--none", !count);
    return row.item;
  }

  /** @param {number} place */
  newRow(place) {
    const value = this.facet.values[place];
    const input = element("input");
    input.type = "checkbox";
    input.value = value;
    input.addEventListener("change", () => {
      clearTimeout(this.considering);
      this.events.toggle(this.facet.key, value);
    });
    const count = element("span", "pb-facet__count");
    const label = element("label", "", input, element("span", "pb-facet__label", this.facet.labels[place]), " ", count);
    const row = { item: element("li", "pb-facet__value", label), input, count };
    this.rows.set(place, row);
    return row;
  }
}

/**
 * Change a text where it is another: what stays needs no new layout.
 * @param {Element} part
 * @param {string} text
 */
function write(part, text) {
  if (part.textContent !== text) part.textContent = text;
}

/**
 * The places with the highest counts, the highest first and equal ones in their own order.
 * @param {readonly number[]} places
 * @param {Uint32Array} counts
 * @param {number} limit
 */
function largest(places, counts, limit) {
  /** @type {number[]} */
  const found = [];
  for (const place of places) {
    if (found.length === limit && counts[place] <= counts[found[limit - 1]]) continue;
    const rank = found.findIndex((other) => counts[other] < counts[place]);
    found.splice(rank < 0 ? found.length : rank, 0, place);
    if (found.length > limit) found.pop();
  }
  return found;
}

/** All facets that readers are offered. */
export class Facets {
  /**
   * @param {HTMLElement} root
   * @param {import("./table.js").Table} table
   * @param {import("../labels.js").Labels} labels
   * @param {Events} events
   */
  constructor(root, table, labels, events) {
    /** @type {Group[]} */
    this.groups = [];
    for (const facet of table.facets) {
      const details = root.querySelector(`details[data-pb-facet="${facet.key}"]`);
      if (details instanceof HTMLDetailsElement && facet.values.length) {
        this.groups.push(new Group(details, facet, labels, events));
      }
    }
  }

  /**
   * @param {ReadonlyMap<string, Uint32Array>} counts
   * @param {ReadonlyMap<string, readonly string[]>} chosen
   */
  show(counts, chosen) {
    for (const group of this.groups) {
      const { key } = group.facet;
      group.show(counts.get(key) ?? new Uint32Array(), chosen.get(key) ?? []);
    }
  }

  /**
   * Unfold the facets of which something is chosen.
   * @param {ReadonlyMap<string, readonly string[]>} chosen
   */
  unfold(chosen) {
    for (const group of this.groups) if (chosen.has(group.facet.key)) group.details.open = true;
  }
}
