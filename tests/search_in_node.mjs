// Asks a built site's Pagefind outside a browser: node search_in_node.mjs <folder of Pagefind> <language> <words>...
// Writes JSON: for each of the words, the addresses and excerpts of what was found, best first.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, language, ...questions] = process.argv.slice(2);
globalThis.window = globalThis;
globalThis.document = { querySelector: () => ({ getAttribute: () => language }), documentElement: { lang: language } };
globalThis.location = { href: `file://${folder}/`, origin: "file://" };
globalThis.fetch = async (address) => new Response(readFileSync(String(address).split("?")[0]));

const pagefind = await import(pathToFileURL(`${folder}/pagefind.js`).href);
await pagefind.options({ basePath: `${folder}/`, baseUrl: "/", noWorker: true });
await pagefind.init(language);
const found = {};
for (const question of questions) {
  const { results } = await pagefind.search(question);
  found[question] = await Promise.all(
    results.map(async (result) => {
      const { raw_url: address, excerpt } = await result.data();
      return { id: result.id, address, excerpt };
    }),
  );
}
process.stdout.write(JSON.stringify(found), () => process.exit(0));
