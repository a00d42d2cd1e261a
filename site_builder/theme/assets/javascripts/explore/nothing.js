// What stands in the place of results, or below very few of them: which choice to give up, which words may have been
// meant, and the practices that come nearest.

import { button, element } from "../elements.js";
import { refresh } from "../shortlist.js";

/**
 * @typedef {object} Way
 * @property {string} text what is given up, or what is meant
 * @property {number} count how many practices there are then
 * @property {() => void} go
 */

/** The box. */
export class Nothing {
  /**
   * @param {HTMLElement} box
   * @param {import("../labels.js").Labels} labels
   */
  constructor(box, labels) {
    this.box = box;
    this.labels = labels;
    this.meant = element("div");
    this.near = element("div");
  }

  hide() {
    this.box.hidden = true;
    this.meant.replaceChildren();
    this.box.replaceChildren();
  }

  /**
   * @param {number} count how many practices fit: none, or very few
   * @param {Way[]} ways
   * @param {() => void} clear
   */
  show(count, ways, clear) {
    const { labels } = this;
    this.meant.replaceChildren();
    this.near.replaceChildren();
    const title = count ? [] : [element("p", "pb-nothing__title", labels.text("nothing"))];
    const looser = ways.length ? [element("p", "", labels.text(count ? "few" : "loosen")), this.list(ways, "without")] : [];
    this.box.replaceChildren(...title, this.meant, ...looser);
    if (!count) {
      const all = button("pb-nothing__all", labels.text("clear"));
      all.addEventListener("click", clear);
      this.box.append(element("p", "", all));
    }
    this.box.append(this.near);
    this.box.hidden = count > 0 && !ways.length;
  }

  /**
   * @param {Way[]} ways
   * @param {string} label
   */
  list(ways, label) {
    return element("ul", "pb-nothing__ways", ...ways.map((way) => this.item(way, label)));
  }

  /**
   * @param {Way} way
   * @param {string} label
   */
  item(way, label) {
    const text = this.labels.text(label, { choice: way.text });
    const made = button("pb-nothing__way", text, " ");
    made.append(element("span", "pb-nothing__count", this.labels.count("practices", way.count)));
    made.addEventListener("click", way.go);
    return element("li", "", made);
  }

  /**
   * Say above all that other words were found.
   * @param {string} text
   */
  instead(text) {
    if (this.box.hidden) this.box.replaceChildren(this.meant);
    this.box.prepend(element("p", "", text));
    this.box.hidden = false;
  }

  /** @param {Way[]} ways */
  mean(ways) {
    if (!ways.length) return;
    this.meant.replaceChildren(element("p", "", this.labels.text("didYouMean")), this.list(ways, "meant"));
  }

  /**
   * @param {string} given what was given up for them
   * @param {Element[]} cards
   */
  nearest(given, cards) {
    const title = element("h3", "pb-nothing__near", this.labels.text("nearest", { choice: given }));
    this.near.replaceChildren(title, element("ul", "pb-cards", ...cards));
    refresh(this.near);
  }
}
