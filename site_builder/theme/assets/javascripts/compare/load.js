// Practices by their slugs, each read off its own page, and asked for once.

import { nameSources } from "../sources.js";
import { Facts } from "./facts.js";

/**
 * @typedef {Facts | Missing} Loaded
 *
 * @typedef {object} Missing
 * @property {string} slug
 * @property {false} isLoaded
 * @property {"unknown" | "failed"} why `unknown`: the bank has no such practice
 */

/** The practices of a bank, and what came of asking for them. */
export class Practices {
  /** @param {string} root the address of the folder of all practices */
  constructor(root) {
    this.root = root;
    /** @type {Map<string, Promise<Loaded>>} */
    this.asked = new Map();
  }

  /**
   * Never fails: what could not be read says why. Failures are asked for again the next time.
   * @param {string} slug
   * @returns {Promise<Loaded>}
   */
  get(slug) {
    const known = this.asked.get(slug);
    if (known) return known;
    const asked = readPage(this.address(slug)).then(
      (facts) => facts ?? /** @type {Missing} */ ({ slug, isLoaded: false, why: "unknown" }),
      () => {
        this.asked.delete(slug);
        return /** @type {Missing} */ ({ slug, isLoaded: false, why: "failed" });
      },
    );
    this.asked.set(slug, asked);
    return asked;
  }

  /** @param {string} slug */
  address(slug) {
    return new URL(`${slug}/`, this.root).href;
  }

  /**
   * The title and the place of a practice as its card gives them, for a list of many.
   * @param {string} slug
   * @returns {Promise<{title: Element, place: string} | undefined>} undefined where it has no card
   */
  async card(slug) {
    const answer = await fetch(new URL(`${slug}/card.json`, this.root));
    if (!answer.ok) return undefined;
    const { html } = /** @type {{html: string}} */ (await answer.json());
    const card = new DOMParser().parseFromString(html, "text/html");
    const title = card.querySelector(".pb-card__title a");
    const place = card.querySelector(".pb-card__place")?.firstChild?.textContent?.trim() ?? "";
    return title ? { title, place } : undefined;
  }
}

/**
 * @param {string} address
 * @param {number} [steps] how many former addresses may lead on from here
 * @returns {Promise<Facts | undefined>} undefined where there is no practice
 */
async function readPage(address, steps = 2) {
  const answer = await fetch(address);
  if (answer.status === 404 || answer.status === 410) return undefined;
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  nameSources(page);
  if (page.querySelector("[data-pb-practice]")) return new Facts(page, answer.url || address);
  const moved = page.querySelector("meta[http-equiv=refresh] ~ link[rel=canonical]")?.getAttribute("href");
  return moved && steps ? readPage(new URL(moved, address).href, steps - 1) : undefined;
}
