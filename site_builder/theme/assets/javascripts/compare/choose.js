// The form in which a reader chooses the practices to compare: those of the shortlist, and of the address.

import { FEWEST, MOST } from "./address.js";
import { refresh, shortlist } from "../shortlist.js";

/**
 * @typedef {import("./load.js").Practices} Practices
 * @typedef {import("./words.js").Words} Words
 */

/** The form for a choice of practices. */
export class Choose {
  /**
   * @param {HTMLFormElement} form
   * @param {Practices} practices
   * @param {Words} words
   * @param {(slugs: string[]) => void} done
   * @param {{fewest: number, most: number}} [bounds] how many can be chosen
   */
  constructor(form, practices, words, done, bounds = { fewest: FEWEST, most: MOST }) {
    this.form = form;
    this.practices = practices;
    this.words = words;
    this.done = done;
    this.bounds = bounds;
    this.list = /** @type {HTMLElement} */ (form.querySelector("[data-pb-choices]"));
    this.message = /** @type {HTMLElement} */ (form.querySelector("[data-pb-message]"));
    this.model = /** @type {HTMLElement} */ (document.querySelector("[data-pb-choice]"));
    form.addEventListener("submit", (event) => this.#submit(event));
    form.addEventListener("change", () => this.#tell());
  }

  get chosen() {
    return new FormData(this.form).getAll("p").map(String);
  }

  /**
   * @param {string[]} asked the slugs of the address; the first ones of them are chosen already
   */
  show(asked) {
    const kept = shortlist.slugs;
    const slugs = [...new Set([...asked, ...kept])];
    const chosen = asked.length ? asked : kept;
    this.list.replaceChildren(...slugs.map((slug) => this.#item(slug, chosen.indexOf(slug))));
    refresh(this.list);
    this.form.hidden = slugs.length === 0;
    this.#tell();
    return slugs.length;
  }

  /**
   * @param {string} slug
   * @param {number} place where it stands among the chosen ones; -1 where it does not
   */
  #item(slug, place) {
    const item = /** @type {HTMLElement} */ (this.model.cloneNode(true));
    const input = /** @type {HTMLInputElement} */ (item.querySelector("input"));
    const button = /** @type {HTMLElement} */ (item.querySelector("button"));
    input.value = slug;
    input.checked = place >= 0 && place < this.bounds.most;
    button.dataset.pbShortlist = slug;
    const title = /** @type {HTMLElement} */ (item.querySelector("[data-pb-title]"));
    title.textContent = slug;
    this.#describe(item, slug).catch(() => {});
    return item;
  }

  /**
   * Put the title in the place of the slug.
   * @param {HTMLElement} item
   * @param {string} slug
   */
  async #describe(item, slug) {
    const [title, place] = [item.querySelector("[data-pb-title]"), item.querySelector("[data-pb-place]")];
    const card = await this.practices.card(slug);
    if (!title || !place) return;
    place.textContent = card ? card.place : this.words.text("unknown");
    if (!card) return this.#ruleOut(item);
    const lang = card.title.getAttribute("lang");
    for (const name of item.querySelectorAll("[data-pb-title]")) {
      name.textContent = card.title.textContent;
      if (lang) name.setAttribute("lang", lang);
    }
  }

  /**
   * A practice that is not there cannot be chosen.
   * @param {HTMLElement} item
   */
  #ruleOut(item) {
    const input = /** @type {HTMLInputElement} */ (item.querySelector("input"));
    input.checked = false;
    input.disabled = true;
    this.#tell();
  }

  #tell() {
    this.message.textContent = this.words.count("chosen", this.chosen.length);
    this.message.classList.remove("pb-compare__wrong");
  }

  /** @param {Event} event */
  #submit(event) {
    event.preventDefault();
    const { chosen } = this;
    const { fewest, most } = this.bounds;
    if (chosen.length >= fewest && chosen.length <= most) return this.done(chosen);
    this.message.textContent = this.words.text("choose-wrong");
    this.message.classList.add("pb-compare__wrong");
    this.form.querySelector("input")?.focus();
  }
}
