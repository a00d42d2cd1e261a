// The field in which a reader looks for a practice by its title. The titles are asked for with the first letter.

import { element } from "../elements.js";
import { decode, matching, meant } from "./titles.js";

/**
 * @typedef {import("./titles.js").Title} Title
 * @typedef {import("../compare/words.js").Words} Words
 */

/** The form that adds a practice. */
export class Add {
  /**
   * @param {HTMLFormElement} form
   * @param {string} address of the file of all titles
   * @param {Words} words
   * @param {{found: (slug: string, name: string) => void, say: (text: string) => void}} tell
   */
  constructor(form, address, words, tell) {
    this.form = form;
    this.address = address;
    this.words = words;
    this.tell = tell;
    this.input = /** @type {HTMLInputElement} */ (form.querySelector("input"));
    this.list = /** @type {HTMLDataListElement} */ (form.querySelector("datalist"));
    /** @type {Promise<Title[]> | undefined} */
    this.titles = undefined;
    this.input.addEventListener("focus", () => this.#load().catch(() => {}));
    this.input.addEventListener("input", () => this.#suggest());
    form.addEventListener("submit", (event) => this.#submit(event));
  }

  #load() {
    this.titles ??= this.#fetch();
    this.titles.catch(() => (this.titles = undefined));
    return this.titles;
  }

  async #fetch() {
    const answer = await fetch(this.address);
    if (!answer.ok) throw new Error(`${this.address}: ${answer.status}`);
    return decode(await answer.json());
  }

  async #suggest() {
    const titles = await this.#load().catch(() => /** @type {Title[]} */ ([]));
    const options = matching(titles, this.input.value).map(({ name }) => Object.assign(element("option"), { value: name }));
    this.list.replaceChildren(...options);
  }

  /** @param {Event} event */
  async #submit(event) {
    event.preventDefault();
    const text = this.input.value.trim();
    if (!text) return this.input.focus();
    try {
      this.#take(meant(await this.#load(), text), text);
    } catch {
      this.tell.say(this.words.text("titles-failed"));
    }
  }

  /**
   * @param {Title[]} found
   * @param {string} text
   */
  #take(found, text) {
    const [one, other] = found;
    if (one && !other) this.tell.found(one.slug, one.name);
    else this.tell.say(this.words.text(one ? "several" : "no-title", { text }));
    this.input.focus();
  }

  clear() {
    this.input.value = "";
    this.list.replaceChildren();
  }
}
