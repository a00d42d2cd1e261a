// A practice on the sheet: the blank block of the page, filled with what the practice's own page says. Where the page
// says nothing, the block says so, and the lines to write on stay.

import { words as plainText } from "../compare/facts.js";
import { button, element } from "../elements.js";

const FEW = 3;
const FIGURES = 4;

/**
 * @typedef {import("../compare/facts.js").Facts} Facts
 * @typedef {import("../compare/load.js").Loaded} Loaded
 * @typedef {import("../compare/words.js").Words} Words
 *
 * @typedef {(practice: Facts, words: Words) => (Node | string)[]} Write what stands in a slot; nothing where the page does not say it
 */

/**
 * What the page says of a field, without the marks that lead to its list of sources.
 * @param {Facts} practice
 * @param {string} name
 */
function told(practice, name) {
  return practice.has(name) ? [without(practice.content(name), ".pb-cite")] : [];
}

/**
 * @param {DocumentFragment} fragment
 * @param {string} selector
 */
function without(fragment, selector) {
  for (const found of fragment.querySelectorAll(selector)) found.remove();
  return fragment;
}

/**
 * A list of the first few, and how many more there are.
 * @param {HTMLElement[]} items
 * @param {number} most
 * @param {Words} words
 * @returns {Node[]}
 */
function some(items, most, words) {
  if (!items.length) return [];
  const rest = items.length - most;
  const list = element("ul", "", ...items.slice(0, most));
  if (rest > 0) list.append(element("li", "pb-quiet", words.count("more", rest)));
  return [list];
}

/** @type {Write} */
function did(practice) {
  const [summary] = practice.all("summary");
  if (!summary) return [];
  const text = element("p", "", plainText(summary));
  if (summary.lang) text.lang = summary.lang;
  return [text];
}

/** @type {Write} */
function came(practice, words) {
  const items = practice.results.map((result) => {
    const indicator = without(practice.part(result.element, "indicator"), ".pb-breakdown");
    const asOf = practice.part(result.element, "as-of");
    const dated = plainText(asOf) ? [element("span", "pb-quiet", ", ", asOf)] : [];
    return element("li", "", element("strong", "", practice.part(result.element, "value")), " ", indicator, ...dated);
  });
  return some(items, FIGURES, words);
}

/** @type {Write} */
function difficult(practice, words) {
  const items = practice.all("difficulties").flatMap((list) => [...list.children]);
  return some(items.map((item) => element("li", "", practice.copy([item]))), FEW, words);
}

/** @type {Write} */
function cost(practice, words) {
  const { total, funding } = practice;
  if (total) return [element("strong", "", words.money(total))];
  const items = funding.map((part) => element("li", "", part.name, ": ", element("strong", "", part.text || words.text("not-known"))));
  return some(items, FEW, words);
}

/** Who can be asked: the contact, or else those who lead the work. @type {Write} */
function ask(practice) {
  const [found] = practice.has("contact") ? told(practice, "contact") : told(practice, "led-by");
  if (!found) return [];
  for (const link of found.querySelectorAll("a")) if (isElsewhere(link)) link.after(written(link.href));
  return [found];
}

/** @param {HTMLAnchorElement} link */
function isElsewhere(link) {
  return link.protocol.startsWith("http") && link.origin !== window.location.origin;
}

/** An address for paper, behind its link. @param {string} address */
function written(address) {
  return element("span", "pb-sheet__address", ` ${short(address)}`);
}

/**
 * An address as somebody types it.
 * @param {string} address
 */
export function short(address) {
  const { host, pathname } = new URL(address);
  return `${host}${pathname}`;
}

/** @type {Write} */
function page(practice) {
  return [Object.assign(element("a", "", short(practice.address)), { href: practice.address })];
}

/** @type {Record<string, Write>} */
const SLOTS = {
  where: (practice) => told(practice, "where"),
  population: (practice) => told(practice, "population"),
  when: (practice) => told(practice, "when"),
  did,
  came,
  difficult,
  cost,
  ask,
  page,
};

/** A block of the sheet. */
export class Block {
  /**
   * @param {HTMLElement} model a blank block
   * @param {HTMLElement} row where it stands in the list of what is on the sheet, with what moves and removes it
   * @param {string} slug
   * @param {Words} words
   */
  constructor(model, row, slug, words) {
    this.slug = slug;
    this.words = words;
    this.title = slug;
    this.place = "";
    this.language = "";
    this.isFilled = false;
    this.element = /** @type {HTMLElement} */ (model.cloneNode(true));
    this.element.classList.remove("pb-block--blank");
    this.row = /** @type {HTMLElement} */ (row.cloneNode(true));
    this.renamed(slug);
    this.#slot("name").replaceChildren(slug);
    this.#nameRow(slug);
    this.#tell(words.text("loading"));
  }

  /** The same block for a practice that has got another slug. @param {string} slug */
  renamed(slug) {
    this.slug = slug;
    for (const one of this.#buttons) one.dataset.pbSlug = slug;
    return this;
  }

  get #buttons() {
    return /** @type {HTMLButtonElement[]} */ ([...this.row.querySelectorAll("button")]);
  }

  /** @param {...(Node | string)} name */
  #nameRow(...name) {
    this.row.querySelector(".pb-desk__name")?.replaceChildren(...name);
  }

  /** @param {string} name @returns {HTMLElement} */
  #slot(name) {
    return /** @type {HTMLElement} */ (this.element.querySelector(`[data-pb-slot="${name}"]`));
  }

  /**
   * What is to be said instead of the practice; nothing where all is well.
   * @param {string} text
   * @param {...Node} more
   */
  #tell(text, ...more) {
    const problem = this.#slot("problem");
    problem.replaceChildren(text, ...more);
    problem.hidden = text === "";
    this.#slot("facts").hidden = text !== "";
  }

  /** @param {Loaded} found */
  fill(found) {
    this.isFilled = found.isLoaded;
    if (found.isLoaded) this.#write(found);
    else if (found.why === "failed") this.#tell(`${this.words.text("failed")} `, this.#retry());
    else this.#tell(this.words.text("no-such", { slug: this.slug }));
    if (!found.isLoaded) this.#nameRow(this.slug, " ", element("span", "pb-quiet", this.words.text(found.why)));
  }

  #retry() {
    const again = button("pb-tool", this.words.text("retry"));
    again.dataset.pbAct = "retry";
    again.dataset.pbSlug = this.slug;
    return again;
  }

  /** @param {Facts} practice */
  #write(practice) {
    this.title = practice.title;
    const link = Object.assign(element("a", "", practice.title), { href: practice.address, lang: practice.language });
    if (!practice.language) link.removeAttribute("lang");
    this.#slot("name").replaceChildren(link);
    for (const [name, write] of Object.entries(SLOTS)) {
      const nodes = write(practice, this.words);
      this.#slot(name).replaceChildren(...(nodes.length ? nodes : [element("span", "pb-quiet", this.words.text("not-given"))]));
    }
    this.place = practice.place;
    this.language = practice.language;
    this.#nameRow(...this.called());
    this.#tell("");
  }

  /** Title and place, for a list. @returns {Node[]} */
  called() {
    const title = element("span", "", this.title);
    if (this.language) title.lang = this.language;
    return this.place ? [title, element("span", "pb-quiet", `, ${this.place}`)] : [title];
  }

  /**
   * Say which place it has among how many, and what its buttons do.
   * @param {number} index
   * @param {number} count
   */
  stand(index, count) {
    this.#slot("number").textContent = this.words.text("practice", { number: index + 1 });
    for (const one of this.#buttons) {
      const act = one.dataset.pbAct ?? "";
      one.setAttribute("aria-label", this.words.text(act, { title: this.title }));
      one.disabled = (act === "earlier" && index === 0) || (act === "later" && index === count - 1);
    }
  }

  /**
   * The button that does this, or another one where it can do no more.
   * @param {string} act
   */
  button(act) {
    const usable = this.#buttons.filter((one) => !one.disabled);
    return usable.find((one) => one.dataset.pbAct === act) ?? usable[0];
  }
}
