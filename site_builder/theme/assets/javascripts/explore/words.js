// The search for words: Pagefind, which is loaded at the first need, and of which only the words are used. Shared by
// the dialog in every page's header and by Explore.

/**
 * @typedef {object} Found
 * @property {number[]} rows the practices that the words were found in, the best first
 * @property {Map<number, PagefindResult>} results what was found in each of them
 */

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

/** What cannot be had now may be had later: a promise that fails is forgotten. */
class Kept {
  constructor() {
    /** @type {Map<string, Promise<any>>} */
    this.promises = new Map();
  }

  /**
   * @template Value
   * @param {string} key
   * @param {() => Promise<Value>} make
   * @returns {Promise<Value>}
   */
  get(key, make) {
    const kept = this.promises.get(key);
    if (kept) return kept;
    const made = make();
    this.promises.set(key, made);
    made.catch(() => this.promises.delete(key));
    return made;
  }
}

/** Words in, practices out. */
export class WordSearch {
  /**
   * @param {URL} root
   * @param {URL} home
   */
  constructor(root, home) {
    this.root = root;
    this.home = home;
    this.kept = new Kept();
  }

  /** Load Pagefind and the list of practices, so that the first word finds them there. */
  load() {
    return Promise.all([this.pagefind(), this.rowsById()]);
  }

  /** @returns {Promise<Pagefind>} */
  pagefind() {
    return this.kept.get("pagefind", async () => {
      const api = /** @type {Pagefind} */ (await import(new URL("pagefind/pagefind.js", this.root).href));
      await api.options({ excerptLength: 24 });
      await api.init();
      return api;
    });
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
   * All pages that hold the words, the best first.
   * @param {string} words
   * @returns {Promise<PagefindResult[]>}
   */
  results(words) {
    return this.kept.get(`words ${words}`, async () => {
      const api = await this.pagefind();
      try {
        return (await api.search(words)).results;
      } catch (error) {
        // An instance that could not start would fail for ever.
        this.kept.promises.delete("pagefind");
        await api.destroy().catch(() => undefined);
        throw error;
      }
    });
  }

  /**
   * The practices that hold the words.
   * @param {string} words
   * @returns {Promise<Found>}
   */
  async practices(words) {
    const [results, rowsById] = await Promise.all([this.results(words), this.rowsById()]);
    /** @type {Map<number, PagefindResult>} */
    const found = new Map();
    for (const result of results) {
      const row = rowsById.get(result.id);
      if (row !== undefined) found.set(row, result);
    }
    return { rows: [...found.keys()], results: found };
  }
}
