// What does not work, said in place: one notice for each thing, with a button to try again where that may help.

import { button, element } from "../elements.js";

/** The place of the notices. */
export class Notices {
  /**
   * @param {HTMLElement} place
   * @param {import("../labels.js").Labels} labels
   */
  constructor(place, labels) {
    this.place = place;
    this.labels = labels;
    /** @type {Map<string, HTMLElement>} */
    this.shown = new Map();
  }

  /**
   * @param {string} name
   * @param {string} text
   * @param {() => void} [again]
   */
  show(name, text, again) {
    if (this.shown.get(name)?.firstChild?.textContent === text) return;
    this.clear(name);
    const notice = element("div", "pb-notice", element("p", "", text));
    if (again) {
      const retry = button("pb-notice__again", this.labels.text("again"));
      retry.addEventListener("click", () => {
        this.clear(name);
        again();
      });
      notice.append(retry);
    }
    this.shown.set(name, notice);
    this.place.append(notice);
  }

  /** @param {string} name */
  clear(name) {
    this.shown.get(name)?.remove();
    this.shown.delete(name);
  }
}
