// What practices have in common, and what they have not.

/**
 * Whether all columns say the same. A column without a value differs from one that has some.
 * @param {string[]} values
 */
export function isSame(values) {
  return values.every((value) => value === values[0]);
}

/**
 * How an item of one practice's list stands to those of the others.
 * @param {string} key
 * @param {string[][]} lists
 * @returns {"all" | "some" | "one"}
 */
export function reach(key, lists) {
  const count = lists.filter((list) => list.includes(key)).length;
  if (count === lists.length) return "all";
  return count > 1 ? "some" : "one";
}

/**
 * The items with what all have first and what only one has last; otherwise in their own order.
 * @template {{key: string}} Item
 * @param {Item[]} items
 * @param {string[][]} lists
 * @returns {(Item & {reach: "all" | "some" | "one"})[]}
 */
export function byReach(items, lists) {
  const order = ["all", "some", "one"];
  const found = items.map((item) => ({ ...item, reach: reach(item.key, lists) }));
  return found.sort((one, other) => order.indexOf(one.reach) - order.indexOf(other.reach));
}
