// The shortlist: practices that a reader wants to come back to. It is kept in this browser and nowhere else.
//
// Every `button[data-pb-shortlist="<slug>"]` of a page puts its practice on the list and takes it off again. That of a
// practice's own page comes hidden with it; those of cards are made here. What puts new cards into a page calls `refresh`.

import { isSlug } from "./compare/address.js";
import { later } from "./later.js";

export const KEY = "practice-bank.shortlist";
export const LIMIT = 30;
const READING_TIME = 6000;

/**
 * The slugs of a stored text: none where it is broken, each once, and no more than fit.
 * @param {string | null} text
 * @returns {string[]}
 */
export function decode(text) {
  try {
    const given = JSON.parse(text ?? "[]");
    const slugs = Array.isArray(given) ? given.filter(isSlug) : [];
    return [...new Set(slugs)].slice(0, LIMIT);
  } catch {
    return [];
  }
}

/** A list of slugs in a storage; in memory, until the reader leaves the page, where the storage is blocked. */
export class Shortlist {
  /** @param {() => Storage} storage may throw, as `window.localStorage` does where it is blocked */
  constructor(storage) {
    this.storage = storage;
    /** @type {string[]} */
    this.remembered = [];
    this.isKept = true;
  }

  /** The slugs in the order in which they were added. */
  get slugs() {
    if (!this.isKept) return this.remembered;
    try {
      return decode(this.storage().getItem(KEY));
    } catch {
      this.isKept = false;
      return this.remembered;
    }
  }

  /** @param {string} slug */
  has(slug) {
    return this.slugs.includes(slug);
  }

  /**
   * Add those that are not there yet, as far as there is room.
   * @param {string[]} slugs
   * @returns {boolean} whether all of them are on the list now
   */
  add(slugs) {
    const wanted = [...new Set([...this.slugs, ...slugs])];
    this.#keep(wanted.slice(0, LIMIT));
    return wanted.length <= LIMIT;
  }

  /** @param {string} slug */
  remove(slug) {
    this.#keep(this.slugs.filter((item) => item !== slug));
  }

  /** @param {string[]} slugs */
  #keep(slugs) {
    this.remembered = slugs;
    try {
      this.storage().setItem(KEY, JSON.stringify(slugs));
      this.isKept = true;
    } catch {
      this.isKept = false;
    }
  }
}

export const shortlist = new Shortlist(() => window.localStorage);

/**
 * Give every card below `root` its button, where it has none. One that could not be loaded has no room for it.
 * @param {ParentNode} root
 */
function equip(root) {
  const pattern = document.querySelector("template[data-pb-shortlist-pattern]");
  if (!(pattern instanceof HTMLTemplateElement)) return;
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (root.querySelectorAll(".pb-card__title a"))) {
    const card = link.closest(".pb-card:not(.pb-card--plain)");
    if (!card || card.querySelector(".pb-shortlist")) continue;
    card.prepend(document.importNode(pattern.content, true));
    const button = /** @type {HTMLElement} */ (card.firstElementChild);
    button.dataset.pbShortlist = link.pathname.split("/").at(-2) ?? "";
    const title = /** @type {HTMLElement} */ (button.querySelector("[data-pb-title]"));
    title.textContent = link.textContent;
    if (link.lang) title.lang = link.lang;
  }
}

/**
 * Show what is on the list: in every button below `root`, and in the header.
 * @param {ParentNode} root
 */
export function refresh(root) {
  const slugs = shortlist.slugs;
  equip(root);
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("button[data-pb-shortlist]"))) {
    button.setAttribute("aria-pressed", String(slugs.includes(button.dataset.pbShortlist ?? "")));
    button.hidden = false;
  }
  const link = /** @type {HTMLElement | null} */ (document.querySelector("[data-pb-shortlist-link]"));
  const count = link?.querySelector("[data-pb-shortlist-count]");
  if (!link || !count) return;
  link.hidden = slugs.length === 0;
  count.textContent = String(slugs.length);
}

/**
 * What the reader is told after a change.
 * @param {string} slug
 * @param {boolean} fitted
 * @param {DOMStringMap} texts
 */
function confirmation(slug, fitted, texts) {
  if (!fitted) return texts.pbTextFull;
  const said = shortlist.has(slug) ? texts.pbTextAdded : texts.pbTextRemoved;
  const counted = said?.replace("{number}", String(shortlist.slugs.length));
  return shortlist.isKept ? counted : `${counted} ${texts.pbTextBlocked}`;
}

/**
 * Put the practice of a button on the list, or take it off.
 * @param {string} slug
 * @returns {boolean} false where there was no room
 */
function toggle(slug) {
  if (!shortlist.has(slug)) return shortlist.add([slug]);
  shortlist.remove(slug);
  return true;
}

/**
 * Make the buttons and the link in the header work.
 * @param {Document} root
 * @returns {() => void} the teardown
 */
export function mountShortlist(root) {
  const gone = new AbortController();
  /** @type {number | undefined} */
  let timer;

  /** Where the reader is told what happened; not there until it is loaded. */
  const place = () => /** @type {HTMLElement | null} */ (root.querySelector("[data-pb-shortlist-status]"));

  /** @param {string} [text] */
  function say(text = "") {
    clearTimeout(timer);
    const status = place();
    if (!status) return;
    status.textContent = text;
    const isProblem = !shortlist.isKept || text === status.dataset.pbTextFull;
    if (text && !isProblem) timer = window.setTimeout(say, READING_TIME);
  }

  /** @param {Event} event */
  async function clicked(event) {
    const target = /** @type {Element} */ (event.target);
    const button = /** @type {HTMLElement | null} */ (target.closest("button[data-pb-shortlist]"));
    const slug = button?.dataset.pbShortlist;
    if (!slug) return;
    const fitted = toggle(slug);
    refresh(root);
    await loaded;
    say(confirmation(slug, fitted, place()?.dataset ?? {}));
  }

  const { signal } = gone;
  root.addEventListener("click", clicked, { signal });
  root.addEventListener("keydown", (event) => event.key === "Escape" && say(), { signal });
  window.addEventListener("storage", (event) => (event.key ?? KEY) === KEY && refresh(root), { signal });
  window.addEventListener("pageshow", () => refresh(root), { signal });
  refresh(root);
  const loaded = later().then(
    () => refresh(root),
    (error) => console.warn("The buttons of cards could not be loaded.", error),
  );
  return () => {
    gone.abort();
    say();
  };
}
