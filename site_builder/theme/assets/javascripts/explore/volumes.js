// The index of the words. That of a large bank is in several volumes, of which each is asked for itself.
//
// Where an index has no word that begins as asked, Pagefind takes the longest word that the asked one begins with:
// "town" for "townscape". That helps where there is nothing better. But a volume must not do so while another has the
// word, or one rare word would find hundreds of pages.

/** @typedef {Pick<Pagefind, "init" | "search" | "filters" | "destroy">} Volume */

/** No word goes on like this, and Pagefind takes it as a part of a word. */
const NO_MORE = "_";

/** What Pagefind takes as it is written, and never for other words. */
const QUOTED = /^\s*".+"\s*$/;

/** All volumes of a language. */
export class Volumes {
  /** @param {Volume[]} volumes */
  constructor(volumes) {
    this.volumes = volumes;
  }

  /**
   * @param {{root: string, language: string}} site its address, and the language that is asked for
   * @returns {Promise<Volumes>}
   */
  static async open({ root, language }) {
    const [api, tags] = await Promise.all([
      /** @type {Promise<Pagefind>} */ (import(new URL("pagefind/pagefind.js", root).href)),
      tagsOf(root, language),
    ]);
    const volumes = [];
    for (const tag of tags) {
      const volume = inLanguage(tag, () => api.createInstance({ excerptLength: 24 }));
      await volume.init();
      // All share one program, which the first brings: the next must not begin before it is there.
      if (tags.length > 1) await volume.filters();
      volumes.push(volume);
    }
    return new Volumes(volumes);
  }

  /**
   * @param {string} words
   * @returns {Promise<PagefindResult[]>} the pages that hold the words, the best one first
   */
  async search(words) {
    const answers = await Promise.all(this.volumes.map((volume) => volume.search(words)));
    const holding = await this.holding(words);
    const found = answers.flatMap(({ results }, place) => (holding[place] ? results : []));
    return answers.length > 1 ? found.sort((one, other) => other.score - one.score) : found;
  }

  /**
   * Which volumes hold each of the words, as far as any volume does.
   * @param {string} words
   * @returns {Promise<boolean[]>}
   */
  async holding(words) {
    const all = this.volumes.map(() => true);
    if (all.length === 1 || QUOTED.test(words)) return all;
    const terms = words.replaceAll('"', " ").split(/\s+/).filter(Boolean);
    const each = await Promise.all(
      terms.map((term) => Promise.all(this.volumes.map((volume) => holds(volume, term)))),
    );
    const telling = each.filter((holding) => holding.includes(true));
    return all.map((_, place) => telling.every((holding) => holding[place]));
  }

  /** Let go of all, so that they can be opened anew. */
  async close() {
    await Promise.all(this.volumes.map((volume) => volume.destroy().catch(() => undefined)));
  }
}

/**
 * Whether a volume has the word itself, or one that begins with it.
 * @param {Volume} volume
 * @param {string} term
 */
async function holds(volume, term) {
  const exact = await volume.search(`"${term}"`);
  if (exact.results.length > 0) return true;
  const [found, shorter] = await Promise.all([volume.search(term), volume.search(`${term}${NO_MORE}`)]);
  return found.results.length > 0 && !areSame(found.results, shorter.results);
}

/**
 * @param {PagefindResult[]} one
 * @param {PagefindResult[]} other
 */
function areSame(one, other) {
  const [first, second] = [one[0], other[0]].map((result) => result && `${result.id} ${result.words}`);
  return one.length === other.length && first === second;
}

/**
 * The tags of a language's volumes: the language itself, and private ones of it.
 * @param {string} root
 * @param {string} language
 * @returns {Promise<string[]>}
 */
async function tagsOf(root, language) {
  const answer = await fetch(new URL("pagefind/pagefind-entry.json", root));
  if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`);
  const { languages } = /** @type {{languages: Record<string, unknown>}} */ (await answer.json());
  const own = language.toLowerCase();
  return [own, ...Object.keys(languages).filter((tag) => tag.startsWith(`${own}-x-`)).sort()];
}

/**
 * What is made while the page says that it is in a language: that is how Pagefind is told of one.
 * @template Made
 * @param {string} tag
 * @param {() => Made} make
 * @returns {Made}
 */
function inLanguage(tag, make) {
  const page = /** @type {HTMLElement} */ (document.querySelector("html"));
  const own = page.lang;
  page.lang = tag;
  try {
    return make();
  } finally {
    page.lang = own;
  }
}
