// The page that puts practices side by side. The address holds the choice, so that it can be sent to a colleague;
// it never changes the reader's own shortlist unless the reader asks for that.

import { fits, moved, read, write } from "./compare/address.js";
import { Choose } from "./compare/choose.js";
import { Practices } from "./compare/load.js";
import { fillTable } from "./compare/table.js";
import { Words } from "./compare/words.js";
import { copyLink } from "./copy-link.js";
import { refresh, shortlist } from "./shortlist.js";

/** @typedef {import("./compare/load.js").Loaded} Loaded */

/** The page, from its address to its table. */
class Compare {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.words = new Words(root);
    this.practices = new Practices(new URL(root.dataset.pbPractices ?? "", document.baseURI).href);
    this.status = this.#part("status");
    this.problems = this.#part("problems");
    this.result = this.#part("result");
    this.table = /** @type {HTMLTableElement} */ (root.querySelector("table"));
    const form = /** @type {HTMLFormElement} */ (this.#part("choose"));
    this.choose = new Choose(form, this.practices, this.words, (slugs) => this.go(slugs));
    /** @type {Loaded[]} */
    this.columns = [];
    this.turn = 0;
  }

  /** @param {string} name @returns {HTMLElement} */
  #part(name) {
    return /** @type {HTMLElement} */ (this.root.querySelector(`[data-pb-part="${name}"]`));
  }

  /** @param {AbortSignal} signal */
  mount(signal) {
    this.root.addEventListener("click", (event) => this.#clicked(event), { signal });
    window.addEventListener("popstate", () => this.show(), { signal });
    window.addEventListener("beforeprint", () => this.#sign(), { signal });
    this.show();
  }

  /** What the address asks for, all of it. */
  get asked() {
    return read(window.location.search);
  }

  /**
   * Show another choice under its own address.
   * @param {string[]} slugs
   */
  go(slugs) {
    window.history.pushState(null, "", write(slugs));
    return this.show();
  }

  async show() {
    const turn = ++this.turn;
    const { slugs, wrong } = this.asked;
    if (!fits(slugs.length)) return this.#showChoice(slugs, wrong);
    this.#say(this.words.text("loading"));
    const found = await Promise.all(slugs.map((slug) => this.practices.get(slug)));
    if (turn !== this.turn) return;
    const known = this.#withoutUnknown(found, wrong);
    if (known.length < 2) return this.#showChoice(known.map((column) => column.slug), this.#unknown(found, wrong));
    this.columns = known;
    this.#showTable();
  }

  /**
   * @param {Loaded[]} found
   * @param {string[]} wrong
   */
  #unknown(found, wrong) {
    const unknown = found.filter((column) => !column.isLoaded && column.why === "unknown");
    return [...unknown.map((column) => column.slug), ...wrong];
  }

  /**
   * The columns to show, each practice once: two addresses can lead to one practice.
   * @param {Loaded[]} found
   * @param {string[]} wrong
   */
  #withoutUnknown(found, wrong) {
    const unknown = this.#unknown(found, wrong);
    this.#tellProblems(unknown);
    const known = found.filter((column) => !unknown.includes(column.slug));
    return known.filter((column, index) => known.findIndex((other) => other.slug === column.slug) === index);
  }

  /** @param {string[]} unknown */
  #tellProblems(unknown) {
    const texts = unknown.map((slug) => this.words.text("no-such", { slug }));
    this.problems.replaceChildren(...texts.map((text) => Object.assign(document.createElement("p"), { textContent: text })));
    this.problems.hidden = texts.length === 0;
  }

  /**
   * @param {string[]} slugs
   * @param {string[]} unknown
   */
  #showChoice(slugs, unknown) {
    this.columns = [];
    this.result.hidden = true;
    this.#tellProblems(unknown);
    const count = this.choose.show(slugs);
    this.#part("empty").hidden = count > 0;
    this.#say(slugs.length > 4 ? this.words.count("too-many", slugs.length) : "");
  }

  #showTable() {
    const { columns, words } = this;
    fillTable(this.table, columns, words);
    this.choose.form.hidden = true;
    this.#part("empty").hidden = true;
    this.result.hidden = false;
    const slugs = columns.map((column) => column.slug);
    this.#part("keep").hidden = slugs.every((slug) => shortlist.has(slug));
    this.#part("retry").hidden = columns.every((column) => column.isLoaded);
    this.#part("link").hidden = true;
    refresh(this.root);
    this.#say(words.count("shown", columns.length));
  }

  /** @param {string} text */
  #say(text) {
    this.status.textContent = text;
  }

  /** @param {Event} event */
  #clicked(event) {
    const target = /** @type {Element} */ (event.target);
    const button = /** @type {HTMLButtonElement | null} */ (target.closest("button[data-pb-act]"));
    if (!button) return;
    const { pbAct: act = "", pbSlug: slug = "" } = button.dataset;
    if (slug) this.#arrange(act, slug);
    else this.#act(act, button);
  }

  /**
   * @param {string} act
   * @param {HTMLButtonElement} button
   */
  #act(act, button) {
    if (act === "print") window.print();
    if (act === "retry") this.show();
    if (act === "copy") this.#copy();
    if (act === "keep") this.#keep();
    if (act === "differences") {
      const only = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(only));
      this.table.classList.toggle("pb-compare__table--differences", only);
      this.#say(this.words.text(only ? "only-differences" : "everything"));
    }
  }

  /**
   * Move or remove a column, and keep the focus where the reader is at work.
   * @param {string} act
   * @param {string} slug
   */
  async #arrange(act, slug) {
    const slugs = this.columns.map((column) => column.slug);
    const at = slugs.indexOf(slug);
    const title = /** @type {Loaded[]} */ (this.columns).map((column) => (column.isLoaded ? column.title : column.slug))[at] ?? slug;
    const others = slugs.filter((other) => other !== slug);
    const changed = act === "remove" ? others : moved(slugs, slug, act === "later" ? 1 : -1);
    await this.go(changed);
    const next = act === "remove" ? (others[at] ?? others[at - 1] ?? "") : slug;
    this.#focus(next, act);
    this.#say(this.words.text(act === "remove" ? "removed" : "moved", { title, number: changed.indexOf(slug) + 1 }));
  }

  /**
   * @param {string} slug
   * @param {string} act
   */
  #focus(slug, act) {
    const buttons = [...this.root.querySelectorAll("[data-pb-arrange] button")].map(
      (item) => /** @type {HTMLButtonElement} */ (item),
    );
    const own = buttons.filter((button) => button.dataset.pbSlug === slug && !button.disabled);
    const field = /** @type {HTMLElement | null} */ (this.choose.form.querySelector("input"));
    (own.find((button) => button.dataset.pbAct === act) ?? own[0] ?? field)?.focus();
  }

  #keep() {
    const all = shortlist.add(this.columns.map((column) => column.slug));
    refresh(document);
    const kept = shortlist.isKept ? "kept" : "kept-here";
    this.#say(this.words.text(all ? kept : "full"));
    const button = this.#part("keep");
    button.hidden = all;
    if (all) this.root.querySelector("button")?.focus();
  }

  async #copy() {
    const copied = await copyLink(this.#part("link"));
    this.#say(this.words.text(copied ? "copied" : "copy-yourself"));
  }

  /** Say on paper where the table comes from, and from when. */
  #sign() {
    const text = this.words.text("printed", { date: this.words.date(new Date()), address: window.location.href });
    this.#part("printed").textContent = text;
  }
}

/**
 * Make the page that compares practices work, where this is it.
 * @param {Document} root
 * @returns {(() => void) | undefined} the teardown
 */
export function mountCompare(root) {
  const found = /** @type {HTMLElement | null} */ (root.querySelector("[data-pb-compare]"));
  if (!found) return undefined;
  const gone = new AbortController();
  new Compare(found).mount(gone.signal);
  return () => gone.abort();
}
