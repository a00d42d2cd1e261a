// The places of a bubble that cannot come apart any more, in a corner of the map.

import { button, element, icon } from "../elements.js";

/** @typedef {{key: string, name: string, address?: string, count: number, isChosen: boolean}} Item */

/** A small list above the map, which is not modal: the map stays in use. */
export class PlaceList {
  /**
   * @param {import("../labels.js").Labels} labels
   * @param {(key: string) => void} choose
   */
  constructor(labels, choose) {
    this.labels = labels;
    this.choose = choose;
    this.dialog = element("dialog", "pb-map__list");
    /** @type {() => void} */
    this.giveBack = () => {};
  }

  /**
   * @param {Item[]} items
   * @param {() => void} giveBack where the focus goes from here
   */
  open(items, giveBack) {
    const close = button("pb-map__close", icon("close"));
    close.setAttribute("aria-label", this.labels.text("close"));
    close.addEventListener("click", () => this.close());
    const rows = items.map((item) => element("li", "", this.row(item)));
    this.dialog.replaceChildren(close, element("ul", "", ...rows));
    this.dialog.setAttribute("aria-label", this.labels.count("places", items.length));
    this.giveBack = giveBack;
    this.dialog.show();
  }

  /** @param {Item} item */
  row({ key, name, address, count, isChosen }) {
    const text = this.labels.text("place", { place: name, practices: this.labels.count("practices", count) });
    if (address) {
      const link = element("a", "", text);
      link.href = address;
      return link;
    }
    const row = button("pb-map__choice", text);
    row.setAttribute("aria-pressed", String(isChosen));
    row.addEventListener("click", () => this.choose(key));
    return row;
  }

  close() {
    if (!this.dialog.open) return;
    const isInside = this.dialog.contains(document.activeElement);
    this.dialog.close();
    if (isInside) this.giveBack();
  }
}
