// The search in every page's header: a dialog, opened by its button or by the key "/". It shows the first results, and
// leads into Explore with its words.

import { element, marked } from "./elements.js";
import { wordSearch } from "./explore/words.js";
import { labelsOf } from "./labels.js";
import { later } from "./later.js";

const SHOWN = 12;
/** How long, in milliseconds, somebody has to stop typing before what was found is shown. */
const WAIT = 90;

/** @typedef {import("./explore/words.js").Hit} Hit */

/**
 * The summary, and the excerpt where it shows something else.
 * @param {Hit} data
 */
function texts(data) {
  const summary = data.meta.summary ?? "";
  const found = element("span", "pb-search__excerpt", ...marked(data.excerpt));
  const first = found.textContent?.slice(0, 40) ?? "";
  const isNew = data.excerpt.includes("<mark>") && !summary.includes(first.slice(5));
  return [...(summary ? [element("span", "pb-search__summary", summary)] : []), ...(isNew ? [found] : [])];
}

/**
 * One result: title, place, language where it is another, and what was found.
 * @param {Hit} data
 */
function result(data) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = data.url;
  const title = element("span", "pb-search__title", data.meta.title ?? data.url);
  if (data.meta.lang) title.lang = data.meta.lang;
  link.append(title);
  const place = [data.meta.place, data.meta.language].filter(Boolean).join(" · ");
  if (place) link.append(element("span", "pb-search__place", place));
  for (const text of texts(data)) {
    if (data.meta.lang) text.lang = data.meta.lang;
    link.append(text);
  }
  item.append(link);
  return item;
}

/** The search dialog. */
class Search {
  /** @param {HTMLDialogElement} dialog */
  constructor(dialog) {
    this.dialog = dialog;
    this.form = /** @type {HTMLFormElement} */ (dialog.querySelector("form"));
    this.input = /** @type {HTMLInputElement} */ (dialog.querySelector("input"));
    this.status = /** @type {HTMLElement} */ (dialog.querySelector("[role=status]"));
    this.list = /** @type {HTMLElement} */ (dialog.querySelector(".pb-search__results"));
    this.all = /** @type {HTMLAnchorElement} */ (dialog.querySelector("[data-pb-search-all]"));
    this.usual = this.all.textContent ?? "";
    this.labels = labelsOf(dialog);
    const { pbRoot = "./", pbHome = "./" } = dialog.dataset;
    this.words = wordSearch(new URL(pbRoot, document.baseURI), new URL(pbHome, document.baseURI));
    this.turn = 0;
    /** @type {number | undefined} */
    this.timer = undefined;
    this.gone = new AbortController();
  }

  mount() {
    const { signal } = this.gone;
    this.dialog.addEventListener("keydown", (event) => this.move(event), { signal });
    this.dialog.addEventListener("click", (event) => event.target === this.dialog && this.dialog.close(), { signal });
    const close = this.dialog.querySelector("[data-pb-search-close]");
    close?.addEventListener("click", () => this.dialog.close(), { signal });
    this.input.addEventListener("input", () => this.typed(), { signal });
    this.form.addEventListener("submit", (event) => this.submit(event), { signal });
  }

  stop() {
    this.turn += 1;
    clearTimeout(this.timer);
    this.gone.abort();
  }

  /** @param {string} typed what the reader has typed already */
  open(typed) {
    if (!this.dialog.open) this.dialog.showModal();
    if (typed) this.input.value = typed;
    this.input.focus();
    if (!typed) this.input.select();
    this.words.load().catch(() => undefined);
    this.run();
  }

  typed() {
    clearTimeout(this.timer);
    // The answer is on its way while the reader may still be typing.
    const query = this.input.value.trim();
    if (query) this.words.results(query).catch(() => undefined);
    this.timer = window.setTimeout(() => this.run(), WAIT);
  }

  async run() {
    const turn = ++this.turn;
    const query = this.input.value.trim();
    this.lead(query);
    if (!query) return this.show([], this.labels.text("hint"));
    this.say(this.labels.text("loading"));
    try {
      const { count, rows } = await this.words.results(query);
      if (turn !== this.turn) return;
      const places = [...Array(Math.min(count, SHOWN)).keys()];
      const hits = await Promise.all(places.map((place) => this.words.page(query, place)));
      if (turn !== this.turn) return;
      this.show(hits.map(result), this.summary(query, count));
      this.lead(query, rows ? rows.filter((row) => row >= 0).length : count);
    } catch (error) {
      if (turn === this.turn) this.show([], this.labels.text("failed"));
      console.warn("The search failed.", error);
    }
  }

  /**
   * Where the last row leads: to all practices that the words are found in, as soon as their number is known.
   * @param {string} query
   * @param {number} [count]
   */
  lead(query, count) {
    const address = new URL(this.form.action);
    if (count) address.searchParams.set("s", query);
    this.all.href = address.href;
    this.all.textContent = count ? this.labels.count("all", count) : this.usual;
  }

  /**
   * @param {string} query
   * @param {number} count
   */
  summary(query, count) {
    if (!count) return this.labels.text("none", { query });
    if (count <= SHOWN) return this.labels.count("results", count);
    return this.labels.text("shown", { shown: SHOWN, number: this.labels.number(count) });
  }

  /**
   * @param {HTMLElement[]} items
   * @param {string} status
   */
  show(items, status) {
    this.list.replaceChildren(...items);
    this.list.scrollTop = 0;
    this.say(status);
  }

  /** @param {string} text */
  say(text) {
    this.status.textContent = text;
  }

  /**
   * Into Explore, by a link: where the reader is there already, or pages are swapped, it needs no other page.
   * @param {Event} event
   */
  submit(event) {
    const query = this.input.value.trim();
    event.preventDefault();
    if (!query) return;
    const link = document.createElement("a");
    link.href = `${this.form.action}?${new URLSearchParams({ s: query })}`;
    link.hidden = true;
    this.dialog.append(link);
    link.click();
    link.remove();
  }

  /**
   * Arrow keys go from the input through the results to the last row, and back.
   * @param {KeyboardEvent} event
   */
  move(event) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [this.input, ...this.list.querySelectorAll("a"), this.all];
    const current = stops.indexOf(/** @type {HTMLInputElement} */ (document.activeElement));
    const next = stops[current + (event.key === "ArrowDown" ? 1 : -1)];
    if (current < 0 || !next) return;
    event.preventDefault();
    next.focus();
  }
}

/** @param {KeyboardEvent} event */
function isShortcut(event) {
  const target = /** @type {HTMLElement} */ (event.target);
  const typing = target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName);
  return event.key === "/" && !typing && !isCommand(event);
}

/** @param {KeyboardEvent} event */
function isCommand(event) {
  return event.ctrlKey || event.metaKey || event.altKey;
}

/**
 * What is typed while the dialog is not there yet.
 * @param {Document} root
 */
function keptKeys(root) {
  const kept = { text: "", isSent: false, stop: () => root.removeEventListener("keydown", keep) };
  /** @param {KeyboardEvent} event */
  function keep(event) {
    const isEnd = event.key === "Enter" && kept.text !== "";
    if ((event.key.length !== 1 && !isEnd) || isCommand(event)) return;
    event.preventDefault();
    if (isEnd) kept.isSent = true;
    else kept.text += event.key;
  }
  root.addEventListener("keydown", keep);
  return kept;
}

/**
 * Make the search button of the page, and the key "/", open the dialog. Where the dialog cannot be loaded, the button is
 * what it is without scripts: a link to Explore, which gets the words that were typed already.
 * @param {Document} root
 * @returns {() => void} the teardown
 */
export function mountSearch(root) {
  const opener = /** @type {HTMLAnchorElement | null} */ (root.querySelector("[data-pb-search-open]"));
  const gone = new AbortController();
  const { signal } = gone;
  /** @type {Search | undefined} */
  let search;

  /** @param {Event} event */
  async function open(event) {
    event.preventDefault();
    const typed = keptKeys(root);
    try {
      await later();
      if (signal.aborted) return;
      search ??= mounted(root);
      search.open(typed.text);
      if (typed.isSent) search.form.requestSubmit();
    } catch (error) {
      console.warn("The search could not be loaded.", error);
      if (opener) location.assign(typed.text ? `${opener.href}?${new URLSearchParams({ s: typed.text })}` : opener.href);
    } finally {
      typed.stop();
    }
  }

  opener?.addEventListener("click", open, { signal });
  root.addEventListener("keydown", (event) => isShortcut(event) && open(event), { signal });
  return () => {
    gone.abort();
    search?.stop();
  };
}

/** @param {Document} root */
function mounted(root) {
  const search = new Search(/** @type {HTMLDialogElement} */ (root.querySelector("dialog[data-pb-search]")));
  search.mount();
  return search;
}
