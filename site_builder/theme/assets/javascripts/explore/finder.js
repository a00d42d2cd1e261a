// Finding words: Pagefind, of which only the words are used, and what of it is which practice. It runs in a worker of
// its own (finder-worker.js), so that a large bank does not keep the page waiting.

import { Kept } from "./kept.js";
import { Volumes } from "./volumes.js";

/**
 * @typedef {object} Hits
 * @property {number} count how many pages hold the words
 * @property {Int32Array | null} rows the row of each of these pages in the table, the best page first; -1 for one
 *   that is no practice; null where it cannot be told
 */

/** @typedef {{url: string, excerpt: string, meta: Record<string, string | undefined>}} Hit one page, and the text around the words */

/** For how many words it is remembered where they are. */
const REMEMBERED = 20;

/** Words in, rows out. */
export class Finder {
  /** @param {{root: string, home: string, language: string}} page the site's root, the language, and its home page */
  constructor({ root, home, language }) {
    this.root = root;
    this.home = home;
    this.language = language;
    this.kept = new Kept();
    /** @type {Kept} what was found for each words */
    this.found = new Kept(REMEMBERED);
  }

  /** Load what every search needs. */
  async load() {
    await Promise.all([this.volumes(), this.rowsById()]);
  }

  /** @returns {Promise<Volumes>} */
  volumes() {
    return this.kept.get("volumes", () => Volumes.open(this));
  }

  /**
   * The row of each practice by the id that Pagefind gives it as a result.
   * @returns {Promise<Map<string, number>>}
   */
  rowsById() {
    return this.kept.get("rows", async () => {
      const answer = await fetch(new URL("explore/words.json", this.home));
      if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`);
      const { ids } = /** @type {{ids: (string | null)[]}} */ (await answer.json());
      return new Map(ids.flatMap((id, row) => (id === null ? [] : [[id, row]])));
    });
  }

  /**
   * @param {string} words
   * @returns {Promise<PagefindResult[]>}
   */
  results(words) {
    return this.found.get(words, async () => {
      const volumes = await this.volumes();
      try {
        return await volumes.search(words);
      } catch (error) {
        // One that could not start would fail for ever.
        this.kept.forget("volumes");
        await volumes.close();
        throw error;
      }
    });
  }

  /**
   * @param {string} words
   * @returns {Promise<Hits>}
   */
  async search(words) {
    const known = this.rowsById().catch(() => null);
    const results = await this.results(words);
    const rows = await known;
    return { count: results.length, rows: rows && Int32Array.from(results, ({ id }) => rows.get(id) ?? -1) };
  }

  /**
   * @param {string} words
   * @param {number} place among the pages that hold them
   * @returns {Promise<Hit>}
   */
  async page(words, place) {
    const { url, excerpt, meta } = await (await this.results(words))[place].data();
    return { url, excerpt, meta };
  }
}
