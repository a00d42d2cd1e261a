// A practice as its own page tells it. The page says what can be compared in attributes: `data-pb-fact` names a
// field, and `data-pb-value`, `data-pb-amount`, ... give what a script could not read off the text.

import { duration } from "./figures.js";

const HEADING = /^H[1-6]$/;
const LEADS_SOMEWHERE = ["http:", "https:", "mailto:"];
const LEFT_OUT = "script, style, template, button, .pb-print-only";

/**
 * @typedef {import("./figures.js").Funding & {name: Node, text: string}} FundingPart
 * @typedef {import("./figures.js").Figure & {element: Element}} ResultPart
 *
 * @typedef {object} Term an item of a controlled list
 * @property {string} key
 * @property {Node} content
 */

/** One practice, read off its page. */
export class Facts {
  /**
   * @param {Document} page
   * @param {string} address where the page is
   */
  constructor(page, address) {
    const article = /** @type {HTMLElement} */ (page.querySelector("[data-pb-practice]"));
    this.article = article;
    this.address = address;
    this.slug = article.dataset.pbPractice ?? "";
    this.place = article.dataset.pbPlace ?? "";
    const heading = article.querySelector("h1");
    this.title = heading?.textContent?.trim() ?? this.slug;
    this.language = heading?.lang ?? "";
    this.isLoaded = /** @type {const} */ (true);
  }

  /**
   * The elements that tell a field, in the order of the page.
   * @param {string} name
   * @returns {HTMLElement[]}
   */
  all(name) {
    return [...this.article.querySelectorAll(`[data-pb-fact="${name}"]`)].map((item) => /** @type {HTMLElement} */ (item));
  }

  /**
   * What a field holds for a script; undefined where the page does not give the field.
   * @param {string} name
   */
  value(name) {
    return this.all(name)[0]?.dataset.pbValue;
  }

  /** @param {string} name */
  has(name) {
    return this.all(name).length > 0;
  }

  /**
   * What the page says of a field, ready to stand on another page.
   * @param {string} name
   * @returns {DocumentFragment}
   */
  content(name) {
    return this.copy(this.all(name));
  }

  /**
   * @param {Element[]} elements
   * @returns {DocumentFragment} of lists and paragraphs themselves, and of what other elements hold
   */
  copy(elements) {
    const fragment = document.createDocumentFragment();
    for (const element of elements) {
      const clone = /** @type {Element} */ (document.importNode(element, true));
      const stands = ["UL", "OL", "P"].includes(element.tagName);
      fragment.append(...(stands ? [clone] : clone.childNodes));
    }
    settle(fragment, this.address);
    return fragment;
  }

  /** @param {string} name @returns {Term[]} */
  terms(name) {
    return this.all(name).flatMap((list) =>
      [...list.children].map((item) => ({
        key: /** @type {HTMLElement} */ (item).dataset.pbValue ?? "",
        content: this.copy([item]),
      })),
    );
  }

  /** @returns {FundingPart[]} */
  get funding() {
    return this.all("funding").map((row) => ({
      level: row.dataset.pbLevel ?? "",
      amount: numeric(row.dataset.pbAmount),
      currency: row.dataset.pbCurrency ?? "",
      share: numeric(row.dataset.pbShare),
      per: row.dataset.pbPer ?? "",
      qualifier: row.dataset.pbQualifier ?? "",
      name: this.copy([...row.querySelectorAll("[data-pb-part=funder]")]),
      text: [...row.querySelectorAll("[data-pb-part=amount], [data-pb-part=share]")].map(words).filter(Boolean).join(", "),
    }));
  }

  /** @returns {import("./figures.js").Sum | undefined} */
  get total() {
    const [money] = this.all("money");
    const amount = numeric(money?.dataset.pbAmount);
    if (!money || amount === undefined) return undefined;
    return { amount, currency: money.dataset.pbCurrency ?? "", about: money.dataset.pbQualifier === "about" };
  }

  /** @returns {ResultPart[]} */
  get results() {
    return this.all("result").map((element) => ({
      element,
      value: Number(element.dataset.pbValue),
      qualifier: element.dataset.pbQualifier ?? "",
      people: element.dataset.pbPeople !== undefined,
      measure: element.dataset.pbMeasure ?? "",
    }));
  }

  get duration() {
    const [period] = this.all("when");
    return duration(period?.dataset.pbStart ?? "", period?.dataset.pbEnd ?? "");
  }

  /**
   * A part of a row, as `indicator` of a result.
   * @param {Element} row
   * @param {string} name
   */
  part(row, name) {
    return this.copy([...row.querySelectorAll(`[data-pb-part="${name}"]`)]);
  }
}

/** @param {string | undefined} text */
function numeric(text) {
  return text === undefined || text === "" ? undefined : Number(text);
}

/** @param {Node} node */
export function words(node) {
  return (node.textContent ?? "").replace(/\s+/g, " ").trim();
}

/**
 * Make parts of one page fit for another: links lead where they led, nothing is named twice, no heading comes along.
 * @param {DocumentFragment} fragment
 * @param {string} address
 */
function settle(fragment, address) {
  for (const element of fragment.querySelectorAll(LEFT_OUT)) element.remove();
  for (const element of fragment.querySelectorAll("*")) {
    for (const name of ["id", "tabindex", "aria-labelledby", "data-pb-fact", "data-pb-part"]) element.removeAttribute(name);
    if (element instanceof HTMLAnchorElement) rebase(element, address);
    if (HEADING.test(element.tagName)) element.replaceWith(paragraph(element));
  }
}

/**
 * @param {HTMLAnchorElement} link
 * @param {string} address
 */
function rebase(link, address) {
  const given = link.getAttribute("href") ?? "";
  const target = URL.canParse(given, address) ? new URL(given, address) : undefined;
  if (target && LEADS_SOMEWHERE.includes(target.protocol)) link.href = target.href;
  else link.removeAttribute("href");
}

/** @param {Element} heading */
function paragraph(heading) {
  const created = document.createElement("p");
  created.className = "pb-compare__sub";
  created.append(...heading.childNodes);
  return created;
}
