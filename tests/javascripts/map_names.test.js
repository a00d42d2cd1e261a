import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { labelsOf } from "../../site_builder/theme/assets/javascripts/labels.js";
import { bubbleName, shortName } from "../../site_builder/theme/assets/javascripts/map/names.js";

const LABELS = labelsOf(
  /** @type {any} */ ({
    dataset: {
      pbLanguage: "de",
      pbTextPlace: "{place}: {practices}",
      pbTextPractices: '{"one": "{number} Praxisbeispiel", "other": "{number} Praxisbeispiele"}',
      pbTextSeveral: '{"one": "{practices} an {number} Ort", "other": "{practices} an {number} Orten"}',
      pbTextChosen: '{"one": "{name}, davon {number} gewählt", "other": "{name}, davon {number} gewählt"}',
    },
  }),
);

describe("a bubble is called", () => {
  for (const [bubble, expected] of [
    [{ names: ["Kerpen"], count: 1, chosen: 0 }, "Kerpen: 1 Praxisbeispiel"],
    [{ names: ["München"], count: 1234, chosen: 0 }, "München: 1.234 Praxisbeispiele"],
    [{ names: ["München"], count: 3, chosen: 1 }, "München: 3 Praxisbeispiele"],
    [{ names: ["Köln", "Kerpen"], count: 3, chosen: 0 }, "3 Praxisbeispiele an 2 Orten"],
    [{ names: ["Köln", "Kerpen"], count: 3, chosen: 1 }, "3 Praxisbeispiele an 2 Orten, davon 1 gewählt"],
  ]) {
    test(expected, () => assert.equal(bubbleName(bubble, LABELS), expected));
  }
});

test("three names are said, more are hinted at", () => {
  assert.equal(shortName(["A", "B", "C"]), "A, B, C");
  assert.equal(shortName(["A", "B", "C", "D"]), "A, B, C …");
});
