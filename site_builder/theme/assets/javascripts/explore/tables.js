// The table of a language's practices, fetched once a page, and the rest of it, fetched when it is first needed.

import { Kept } from "./kept.js";
import { completed, decode } from "./table.js";

/** @typedef {import("./table.js").Table} Table */

const kept = new Kept();

/**
 * @param {URL} home the root of the language
 * @returns {Promise<Table>}
 */
export function tableOf(home) {
  return once(new URL("explore/table.json", home), decode);
}

/**
 * The table with its rest. What had been sorted already is still sorted.
 * @param {URL} home
 * @returns {Promise<Table>}
 */
export async function wholeTableOf(home) {
  const table = await tableOf(home);
  return once(new URL("explore/rest.json", home), (rest) => completed(table, rest));
}

/**
 * What is made of a file, the first time that it is asked for.
 * @template Raw, Made
 * @param {URL} address
 * @param {(raw: Raw) => Made} make
 */
function once(address, make) {
  return kept.get(address.href, async () => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`);
    return make(await answer.json());
  });
}
