// What is chosen, as a row of buttons that take it back.

import { arrange, button, element, icon } from "../elements.js";

/**
 * @typedef {object} Chip
 * @property {string} group what it is a choice of; may be empty
 * @property {string} text
 * @property {boolean} gone whether it no longer exists
 * @property {() => void} remove
 */

/** The row of chips. */
export class Chips {
  /**
   * @param {HTMLElement} list
   * @param {HTMLElement} after what is focused when the last chip has gone
   * @param {import("../labels.js").Labels} labels
   * @param {() => void} clear
   */
  constructor(list, after, labels, clear) {
    this.list = list;
    this.after = after;
    this.labels = labels;
    this.clear = this.item(button("pb-chips__clear", labels.text("clear")), () => {
      this.after.focus();
      clear();
    });
  }

  /**
   * @param {HTMLButtonElement} made
   * @param {() => void} act
   */
  item(made, act) {
    made.addEventListener("click", act);
    return element("li", "", made);
  }

  /** @param {readonly Chip[]} chips */
  show(chips) {
    const focused = [...this.list.children].findIndex((item) => item.contains(document.activeElement));
    arrange(this.list, chips.length ? [...chips.map((chip) => this.made(chip)), this.clear] : []);
    this.list.hidden = !chips.length;
    if (focused < 0 || document.activeElement !== document.body) return;
    const next = chips.length ? this.list.children[Math.min(focused, chips.length - 1)].querySelector("button") : null;
    (next ?? this.after).focus();
  }

  /** @param {Chip} chip */
  made(chip) {
    const gone = chip.gone ? ` (${this.labels.text("gone")})` : "";
    const name = (chip.group ? `${chip.group}: ` : "") + chip.text + gone;
    const text = element("span", "pb-chips__text");
    if (chip.group) text.append(element("span", "pb-chips__group", `${chip.group}: `));
    text.append(chip.text);
    if (gone) text.append(element("span", "pb-chips__gone", gone));
    const made = button("pb-chips__chip", text, icon("close"));
    if (chip.gone) made.classList.add("pb-chips__chip--gone");
    made.setAttribute("aria-label", this.labels.text("remove", { choice: name }));
    return this.item(made, chip.remove);
  }
}
