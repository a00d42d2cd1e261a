// Asks a built site's search outside a browser: node search_in_node.mjs <folder of the site> <language> <words>...
// Writes JSON: for each of the words, the addresses and excerpts of what was found, best first.
import { readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";

import { Volumes } from "../site_builder/theme/assets/javascripts/explore/volumes.js";

const [folder, language, ...questions] = process.argv.slice(2);
const html = { lang: language, getAttribute: () => html.lang };
globalThis.window = globalThis;
globalThis.document = { querySelector: () => html, documentElement: html };
globalThis.location = { href: `file://${folder}/`, origin: "file://" };
globalThis.fetch = async (address) => {
  const [file] = String(address).split("?");
  return new Response(readFileSync(file.startsWith("file:") ? fileURLToPath(file) : file));
};

const volumes = await Volumes.open({ root: pathToFileURL(`${folder}/`).href, language });
const found = {};
for (const question of questions) {
  const results = await volumes.search(question);
  found[question] = await Promise.all(
    results.map(async (result) => {
      const { raw_url: address, excerpt } = await result.data();
      return { id: result.id, address, excerpt };
    }),
  );
}
process.stdout.write(JSON.stringify(found), () => process.exit(0));
