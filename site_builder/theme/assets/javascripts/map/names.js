// What the map calls its bubbles, in the words that the page gives it.

/**
 * The name of a bubble: "Munich: 3 practices", or "12 practices in 5 places, 1 of them chosen".
 * @param {{names: string[], count: number, chosen: number}} bubble
 * @param {import("../labels.js").Labels} labels
 */
export function bubbleName({ names, count, chosen }, labels) {
  const practices = labels.count("practices", count);
  if (names.length === 1) return labels.text("place", { place: names[0], practices });
  const name = labels.count("several", names.length, { practices });
  return chosen ? labels.count("chosen", chosen, { name }) : name;
}

/**
 * What stands beside a bubble: the place, or the first places of several.
 * @param {string[]} names
 */
export function shortName(names) {
  return names.length > 3 ? `${names.slice(0, 3).join(", ")} …` : names.join(", ");
}
