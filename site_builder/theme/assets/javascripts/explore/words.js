// The search for words, shared by the dialog in every page's header and by Explore: a worker finds them, which is
// started at the first need.

import { Kept } from "./kept.js";

/** @typedef {import("./finder.js").Finder} Finder */
/** @typedef {import("./finder.js").Hit} Hit */
/** @typedef {import("./finder.js").Hits} Hits */

/**
 * @typedef {object} Found
 * @property {number[]} rows the practices that the words were found in, the best first
 * @property {(row: number) => Promise<Hit> | undefined} hit what was found in one of them
 */

/** For how many words it is remembered where they are. */
const REMEMBERED = 50;

/** @type {Map<string, WordSearch>} */
const searches = new Map();

/**
 * The search of a site in one language. There is one for each, whoever asks.
 * @param {URL} root the site's root
 * @param {URL} home the root of the language
 */
export function wordSearch(root, home) {
  const found = searches.get(home.href) ?? new WordSearch(root, home);
  searches.set(home.href, found);
  return found;
}

/** A finder in a worker. */
class Distant {
  /** @param {{root: string, home: string, language: string}} page */
  constructor(page) {
    /** @type {Map<number, {resolve: (answer: any) => void, reject: (error: Error) => void}>} */
    this.waiting = new Map();
    this.number = 0;
    this.worker = new Worker(new URL("./finder-worker.js", import.meta.url), { type: "module" });
    this.worker.addEventListener("message", ({ data }) => this.answered(data));
    this.worker.addEventListener("error", () => this.fail());
    this.started = this.ask({ ask: "start", ...page });
  }

  /**
   * @param {object} question
   * @returns {Promise<any>}
   */
  ask(question) {
    const id = ++this.number;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.worker.postMessage({ id, ...question });
    });
  }

  /** @param {import("./finder-worker.js").Answer} message */
  answered({ id, answer, error }) {
    const asked = this.waiting.get(id);
    this.waiting.delete(id);
    if (error === undefined) asked?.resolve(answer);
    else asked?.reject(new Error(error));
  }

  fail() {
    for (const { reject } of this.waiting.values()) reject(new Error("The worker failed."));
    this.waiting.clear();
  }

  /** @returns {Promise<void>} */
  load() {
    return this.ask({ ask: "load" });
  }

  /**
   * @param {string} words
   * @returns {Promise<Hits>}
   */
  search(words) {
    return this.ask({ ask: "search", words });
  }

  /**
   * @param {string} words
   * @param {number} place
   * @returns {Promise<Hit>}
   */
  page(words, place) {
    return this.ask({ ask: "page", words, place });
  }
}

/** Words in, practices out. */
export class WordSearch {
  /**
   * @param {URL} root
   * @param {URL} home
   */
  constructor(root, home) {
    this.site = { root: root.href, home: home.href, language: document.documentElement.lang };
    this.kept = new Kept(REMEMBERED);
    /** @type {Promise<Distant | Finder> | undefined} */
    this.starting = undefined;
  }

  /** Who finds the words: the worker; this page itself where a browser has none of our kind. */
  finder() {
    this.starting ??= this.start();
    return this.starting;
  }

  async start() {
    try {
      const distant = new Distant(this.site);
      await distant.started;
      return distant;
    } catch (error) {
      console.warn("Words are searched for without a worker.", error);
      const { Finder } = await import("./finder.js");
      return new Finder(this.site);
    }
  }

  /** Load what every search needs, so that the first word finds it there. */
  async load() {
    return (await this.finder()).load();
  }

  /**
   * How many pages hold the words, and which practices they are.
   * @param {string} words
   * @returns {Promise<Hits>}
   */
  results(words) {
    return this.kept.get(words, async () => {
      const hits = await (await this.finder()).search(words);
      if (!hits.rows) this.kept.forget(words);
      return hits;
    });
  }

  /**
   * One of these pages.
   * @param {string} words
   * @param {number} place the best page is 0
   * @returns {Promise<Hit>}
   */
  async page(words, place) {
    return (await this.finder()).page(words, place);
  }

  /**
   * The practices that hold the words.
   * @param {string} words
   * @returns {Promise<Found>}
   */
  async practices(words) {
    const { rows } = await this.results(words);
    if (!rows) throw new Error("What was found cannot be joined with the table.");
    /** @type {Map<number, number>} */
    const places = new Map();
    rows.forEach((row, place) => row >= 0 && places.set(row, place));
    const hit = (/** @type {number} */ row) => {
      const place = places.get(row);
      return place === undefined ? undefined : this.page(words, place);
    };
    return { rows: [...places.keys()], hit };
  }
}
