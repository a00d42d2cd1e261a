// The card of a practice: from the page where it is in it already, else from its own small file, once.

import { element, marked } from "../elements.js";
import { Kept } from "./kept.js";

/** Cards by the slugs of their practices, each fetched once. */
export class Cards {
  /**
   * @param {URL} home the root of the language
   * @param {import("../labels.js").Labels} labels
   */
  constructor(home, labels) {
    this.home = home;
    this.labels = labels;
    this.kept = new Kept();
  }

  /**
   * Keep the cards that the page came with.
   * @param {Element} list
   */
  keep(list) {
    for (const card of list.children) {
      const slug = card.querySelector("a")?.pathname.split("/").at(-2);
      if (slug) this.kept.get(slug, async () => /** @type {Element} */ (card.cloneNode(true)));
    }
  }

  /**
   * A card of one's own; a plain link with a note where it cannot be had.
   * @param {string} slug
   * @returns {Promise<Element>}
   */
  async card(slug) {
    try {
      return /** @type {Element} */ ((await this.known(slug)).cloneNode(true));
    } catch {
      return this.plain(slug);
    }
  }

  /**
   * Fetch cards that are likely to be wanted next.
   * @param {string[]} slugs
   */
  expect(slugs) {
    for (const slug of slugs) this.known(slug).catch(() => undefined);
  }

  /**
   * @param {string} slug
   * @returns {Promise<Element>}
   */
  known(slug) {
    return this.kept.get(slug, () => this.fetched(slug));
  }

  /** @param {string} slug */
  async fetched(slug) {
    const answer = await fetch(new URL(`practices/${slug}/card.json`, this.home));
    if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`);
    const { html } = /** @type {{html: string}} */ (await answer.json());
    const card = new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
    if (!card) throw new Error(`${answer.url} holds no card`);
    return document.adoptNode(card);
  }

  /** @param {string} slug */
  plain(slug) {
    const link = element("a", "", slug.replaceAll("-", " "));
    link.href = new URL(`practices/${slug}/`, this.home).href;
    const note = element("p", "pb-card__missing", this.labels.text("cardMissing"));
    return element("li", "pb-card pb-card--plain", element("h3", "pb-card__title", link), note);
  }

  /** What stands in a card's place until it has come. */
  waiting() {
    const card = element("li", "pb-card pb-card--waiting");
    card.setAttribute("aria-hidden", "true");
    return card;
  }
}

/**
 * Show in a card where the words were found: marked in its title and summary, and with the text around them where
 * that is another. Gives the words.
 * @param {Element} card
 * @param {import("./finder.js").Hit} page
 */
export function highlight(card, page) {
  const excerpt = element("p", "pb-card__found", ...marked(page.excerpt));
  const words = [...excerpt.querySelectorAll("mark")].map((mark) => mark.textContent ?? "");
  const title = card.querySelector(".pb-card__title a");
  const summary = card.querySelector(".pb-card__summary");
  const around = nearby(excerpt);
  const isNew = words.length > 0 && !plain(title).includes(around) && !plain(summary).includes(around);
  for (const part of [title, summary]) if (part) mark(part, words);
  if (page.meta.lang) excerpt.lang = page.meta.lang;
  if (isNew) summary?.after(excerpt);
  return words;
}

/** @param {Node | null} part */
function plain(part) {
  return (part?.textContent ?? "").replace(/\s+/g, " ").trim();
}

/**
 * The first mark of an excerpt with a few letters around it.
 * @param {Element} excerpt
 */
function nearby(excerpt) {
  const mark = excerpt.querySelector("mark");
  const before = mark?.previousSibling?.textContent ?? "";
  const after = mark?.nextSibling?.textContent ?? "";
  return plain(new Text(before.slice(-9) + (mark?.textContent ?? "") + after.slice(0, 9)));
}

/**
 * Mark whole words in an element that holds nothing but text.
 * @param {Element} part
 * @param {string[]} words
 */
function mark(part, words) {
  const wanted = [...new Set(words)].map((word) => word.match(/[\p{L}\p{N}]+(?:[^\s][\p{L}\p{N}]+)*/u)?.[0] ?? "");
  const pattern = wanted.filter(Boolean).map((word) => word.replace(/[.*+?^${}()|[\]\\-]/g, "\\$&"));
  if (!pattern.length) return;
  const found = new RegExp(`(?<![\\p{L}\\p{N}])(${pattern.join("|")})(?![\\p{L}\\p{N}])`, "giu");
  const pieces = plain(part).split(found);
  part.replaceChildren(...pieces.map((piece, place) => (place % 2 ? element("mark", "", piece) : piece)));
}
