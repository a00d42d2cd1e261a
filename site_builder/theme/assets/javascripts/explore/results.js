// The list of results: the first cards, and more of them when somebody asks.

import { arrange } from "../elements.js";
import { refresh } from "../shortlist.js";
import { highlight } from "./cards.js";

const STEP = 24;
/** How long, in milliseconds, the last list stays while the cards of the next one are on their way. */
const PATIENCE = 300;

/**
 * @typedef {object} Parts
 * @property {HTMLElement} list
 * @property {HTMLElement} foot what says how many are shown, and holds the button
 * @property {HTMLElement} shown
 * @property {HTMLButtonElement} more
 */

/** The list. */
export class Results {
  /**
   * @param {Parts} parts
   * @param {import("./cards.js").Cards} cards
   * @param {import("../labels.js").Labels} labels
   * @param {(marks: string[]) => void} marked is told, of each list, which words were marked in it
   */
  constructor(parts, cards, labels, marked) {
    this.marked = marked;
    this.parts = parts;
    this.cards = cards;
    this.labels = labels;
    /** @type {string[]} */
    this.slugs = [];
    this.limit = STEP;
    this.words = "";
    /** @type {Map<string, PagefindResult>} */
    this.found = new Map();
    /** @type {Map<string, Element>} the cards that are in the list */
    this.current = new Map();
    this.turn = 0;
    cards.keep(parts.list);
  }

  /**
   * Show these practices from the first on. Resolves when their cards are there, true unless a later call has
   * overtaken this one.
   * @param {string[]} slugs
   * @param {string} words
   * @param {Map<string, PagefindResult>} found
   */
  show(slugs, words, found) {
    if (words !== this.words) this.current.clear();
    this.words = words;
    this.found = found;
    this.slugs = slugs;
    this.limit = STEP;
    return this.fill();
  }

  /** Show more, and go to the first of them. */
  async showMore() {
    const first = this.limit;
    this.limit += STEP;
    if (await this.fill()) {
      this.parts.list.children[first]?.querySelector("a")?.focus({ preventScroll: true });
    }
  }

  async fill() {
    const turn = ++this.turn;
    const slugs = this.slugs.slice(0, this.limit);
    const made = slugs.map((slug) => this.current.get(slug) ?? null);
    const coming = slugs.map(async (slug, place) => {
      made[place] ??= await this.cards.card(slug);
    });
    const all = Promise.all(coming);
    this.parts.list.setAttribute("aria-busy", "true");
    await Promise.race([all, new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
    if (turn !== this.turn) return false;
    this.place(made);
    await all;
    if (turn !== this.turn) return false;
    this.place(made);
    this.finish(slugs, /** @type {Element[]} */ (made));
    return true;
  }

  /** @param {(Element | null)[]} made */
  place(made) {
    const { list } = this.parts;
    arrange(list, made.map((card) => card ?? this.cards.waiting()));
    refresh(list);
  }

  /**
   * @param {string[]} slugs
   * @param {Element[]} made
   */
  finish(slugs, made) {
    const { list, foot, shown, more } = this.parts;
    const before = this.current;
    this.current = new Map(slugs.map((slug, place) => [slug, made[place]]));
    list.removeAttribute("aria-busy");
    const total = this.slugs.length;
    foot.hidden = total <= slugs.length && slugs.length <= STEP;
    shown.textContent = this.labels.text("shown", this.numbers(slugs.length, total));
    more.hidden = total <= slugs.length;
    more.textContent = this.labels.count("more", Math.min(STEP, total - slugs.length));
    this.mark(slugs.filter((slug) => this.current.get(slug) !== before.get(slug)));
  }

  /**
   * @param {number} shown
   * @param {number} total
   */
  numbers(shown, total) {
    return { shown: this.labels.number(shown), number: this.labels.number(total) };
  }

  /**
   * Mark in new cards where the words were found; a card whose text cannot be loaded stays as it is.
   * @param {string[]} slugs
   */
  async mark(slugs) {
    const { turn } = this;
    const pages = await Promise.allSettled(slugs.map(async (slug) => this.found.get(slug)?.data()));
    if (turn !== this.turn) return;
    const marks = pages.flatMap((page, place) => {
      const card = this.current.get(slugs[place]);
      if (card && page.status === "rejected") this.note(card);
      return card && page.status === "fulfilled" && page.value ? highlight(card, page.value) : [];
    });
    if (marks.length) this.marked(marks);
  }

  /** @param {Element} card */
  note(card) {
    const note = document.createElement("p");
    note.className = "pb-card__missing";
    note.textContent = this.labels.text("excerptMissing");
    card.querySelector(".pb-card__summary")?.after(note);
  }
}
