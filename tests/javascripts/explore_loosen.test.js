// What to give up when nothing fits, and which words were meant.

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  alike,
  distance,
  folded,
  loosened,
  replaced,
} from "../../site_builder/theme/assets/javascripts/explore/loosen.js";
import { decode } from "../../site_builder/theme/assets/javascripts/explore/table.js";

const table = decode({
  version: 2,
  stamp: "abc",
  slugs: ["a", "b", "c", "d"],
  facets: {
    topic: {
      values: ["education", "language", "equality"],
      labels: ["Bildung", "Sprachförderung", "Gleichstellung der Geschlechter"],
      rows: [0, 0, 1, 2],
    },
    country: { values: ["AT", "DE"], labels: ["Österreich", "Deutschland"], rows: [1, 1, 1, 0] },
  },
  sort: { date: [1, 2, 3, 4] },
});
const chosen = (choice) => new Map(Object.entries(choice));
const ways = (choice, found) => loosened(table, chosen(choice), found).map(({ facet, rows }) => [facet, rows]);

describe("a choice that can be given up", () => {
  const cases = [
    ["none where nothing is chosen", {}, null, []],
    ["not one that does not help", { topic: ["education"], country: ["DE"] }, null, [["topic", [0, 1, 2]]]],
    ["the one that helps most first", { topic: ["equality"], country: ["DE"] }, null, [["topic", [0, 1, 2]], ["country", [3]]]],
    ["the words, too", { topic: ["education"] }, [3], [[null, [0, 1]], ["topic", [3]]]],
    ["not the words alone: then nothing is left to look for", {}, [], []],
  ];
  for (const [name, choice, found, expected] of cases) it(name, () => assert.deepEqual(ways(choice, found), expected));
});

describe("words that were meant", () => {
  const cases = [
    ["Bildnug", ["Bildung"]],
    ["bildng", ["Bildung"]],
    ["Sprachfoerderung", ["Sprachförderung"]],
    ["osterreihc", ["Österreich"]],
    ["Gleichstelung", ["Gleichstellung"]],
    ["Kurs in Deutschand", ["Kurs in Deutschland"]],
    ["Bildung", []],
    ["xyz", []],
    ["Verwaltungsvorschrift", []],
  ];
  for (const [words, expected] of cases) it(words, () => assert.deepEqual(alike(table, words, 3), expected));
});

describe("the distance of two words", () => {
  const cases = [
    ["kurs", "kurs", 0],
    ["kurs", "kurse", 1],
    ["kurs", "krus", 1],
    ["kurs", "haus", 3],
    ["a", "abcdef", Infinity],
  ];
  for (const [one, other, expected] of cases) {
    it(`${one}, ${other}`, () => assert.equal(distance(one, other), expected));
  }
});

it("folding takes away what a keyboard may not have", () => {
  assert.equal(folded("  Straße in Łódź, Österreich "), "strasse in łodz, osterreich");
});

describe("a word for which the search has taken a shorter one", () => {
  const cases = [
    ["languge", ["la", "la"], [{ term: "languge", instead: "la" }]],
    ["languge course", ["la", "courses"], [{ term: "languge", instead: "la" }]],
    ["workshops", ["workshop,"], []],
    ["running", ["run", "running"], []],
    ["Flüchtlinge", ["Flüchtlingen"], []],
    ["languge", [], []],
    ["xyz", ["x"], []],
  ];
  for (const [words, marks, expected] of cases) {
    it(`${words}: ${marks.join(" ") || "nothing"}`, () => assert.deepEqual(replaced(words, marks), expected));
  }
});
