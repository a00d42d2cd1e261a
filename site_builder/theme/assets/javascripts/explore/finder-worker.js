// The worker that finds words. A page asks it by messages, and each answer names the question that it is for.

import { Finder } from "./finder.js";

/**
 * @typedef {{id: number, ask: "start", root: string, home: string, language: string}
 *   | {id: number, ask: "load"}
 *   | {id: number, ask: "search", words: string}
 *   | {id: number, ask: "page", words: string, place: number}} Question
 */
/** @typedef {{id: number, answer?: any, error?: string}} Answer */

/** @type {Finder | undefined} */
let finder;

/** @param {Question} question */
async function answer(question) {
  if (question.ask === "start") return start(question);
  if (!finder) throw new Error("The finder has not been started.");
  if (question.ask === "load") return finder.load();
  if (question.ask === "search") return finder.search(question.words);
  return finder.page(question.words, question.place);
}

/** @param {{root: string, home: string, language: string}} page */
function start({ root, home, language }) {
  // Pagefind takes its language from the element html, which a worker does not have.
  const html = { lang: language, getAttribute: () => html.lang };
  Object.assign(globalThis, { document: { querySelector: () => html } });
  finder = new Finder({ root, home, language });
}

globalThis.addEventListener("message", async ({ data }) => {
  const post = (/** @type {Answer} */ message) => /** @type {any} */ (globalThis).postMessage(message);
  try {
    post({ id: data.id, answer: await answer(data) });
  } catch (error) {
    post({ id: data.id, error: String(error) });
  }
});
