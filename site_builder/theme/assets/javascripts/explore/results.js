// The list of results: the first cards, and more of them when somebody asks.

import { arrange } from "../elements.js";
import { refresh } from "../shortlist.js";
import { highlight } from "./cards.js";

/** How many cards are shown first: a reader who narrows down further does not wait for more. */
export const FIRST = 12;
/** How many more are shown whenever somebody asks for them. */
const STEP = 24;
/** How long, in milliseconds, the last list stays while the cards of the next one are on their way. */
const PATIENCE = 300;
/** In how many of the first cards the words are marked at once: they tell which words were found. */
const MARKED = 3;
/** How near the view a card has to be before it is asked where the words stand in it. */
const NEAR = "150px";

/** @typedef {import("./finder.js").Hit} Hit */

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
    this.limit = FIRST;
    this.words = "";
    /** @type {(slug: string) => Promise<Hit> | undefined} */
    this.hit = () => undefined;
    /** @type {Map<string, Element>} the cards that are in the list */
    this.current = new Map();
    /** @type {Map<Element, string>} the cards in which the words are not marked yet */
    this.unmarked = new Map();
    this.near = new IntersectionObserver((entries) => this.markNear(entries), { rootMargin: NEAR });
    /** Settles when the words are marked in the first cards. */
    this.marking = Promise.resolve();
    this.turn = 0;
    cards.keep(parts.list);
  }

  /**
   * Show these practices from the first on. Resolves when their cards are there, true unless a later call has
   * overtaken this one.
   * @param {string[]} slugs
   * @param {string} words
   * @param {(slug: string) => Promise<Hit> | undefined} hit where the words stand in a practice
   */
  show(slugs, words, hit) {
    if (words !== this.words) this.current.clear();
    this.words = words;
    this.hit = hit;
    this.slugs = slugs;
    this.limit = FIRST;
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
    const late = setTimeout(() => turn === this.turn && this.place(made), PATIENCE);
    await all;
    clearTimeout(late);
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
    foot.hidden = total <= slugs.length && slugs.length <= FIRST;
    shown.textContent = this.labels.text("shown", this.numbers(slugs.length, total));
    more.hidden = total <= slugs.length;
    more.textContent = this.labels.count("more", Math.min(STEP, total - slugs.length));
    this.marking = this.markNew(slugs.filter((slug) => this.current.get(slug) !== before.get(slug)));
  }

  /**
   * @param {number} shown
   * @param {number} total
   */
  numbers(shown, total) {
    return { shown: this.labels.number(shown), number: this.labels.number(total) };
  }

  /**
   * Mark the words in the first new cards, and in the others when they come near the view.
   * @param {string[]} slugs
   */
  async markNew(slugs) {
    const { turn, current } = this;
    const waiting = [...this.unmarked].filter(([card, slug]) => current.get(slug) === card);
    const later = slugs.slice(MARKED).map((slug) => /** @type {[Element, string]} */ ([current.get(slug), slug]));
    this.near.disconnect();
    this.unmarked = new Map(this.words ? [...waiting, ...later] : []);
    for (const card of this.unmarked.keys()) this.near.observe(card);
    const marks = await Promise.all(slugs.slice(0, MARKED).map((slug) => this.mark(slug)));
    if (turn === this.turn && marks.flat().length) this.marked(marks.flat());
  }

  /** @param {IntersectionObserverEntry[]} entries */
  markNear(entries) {
    for (const { target, isIntersecting } of entries) {
      const slug = this.unmarked.get(target);
      if (!isIntersecting || slug === undefined) continue;
      this.near.unobserve(target);
      this.unmarked.delete(target);
      this.mark(slug);
    }
  }

  /**
   * Mark in a card where the words were found; one whose text cannot be loaded stays as it is. Gives the words.
   * @param {string} slug
   * @returns {Promise<string[]>}
   */
  async mark(slug) {
    const card = this.current.get(slug);
    const isThere = () => card !== undefined && this.current.get(slug) === card;
    try {
      const hit = await this.hit(slug);
      return hit && card && isThere() ? highlight(card, hit) : [];
    } catch {
      if (card && isThere()) this.note(card);
      return [];
    }
  }

  /** @param {Element} card */
  note(card) {
    const note = document.createElement("p");
    note.className = "pb-card__missing";
    note.textContent = this.labels.text("excerptMissing");
    card.querySelector(".pb-card__summary")?.after(note);
  }

  stop() {
    this.near.disconnect();
  }
}
