// Labels hold numbers as the page's language writes them, and the plural form that fits.

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { labelsOf } from "../../site_builder/theme/assets/javascripts/labels.js";

/**
 * @param {string} pbLanguage
 * @param {Record<string, string>} [texts]
 */
function labels(pbLanguage, texts = {}) {
  return labelsOf(/** @type {HTMLElement} */ (/** @type {unknown} */ ({ dataset: { pbLanguage, ...texts } })));
}

describe("a number", () => {
  for (const [language, number, expected] of /** @type {[string, number, string][]} */ ([
    ["en", 0, "0"],
    ["de", 999, "999"],
    ["en", 1000, "1,000"],
    ["de", 1000, "1.000"],
    ["de", 1234567, "1.234.567"],
    ["de", 2.5, "2,5"],
    ["en", -1234, "-1,234"],
  ])) {
    it(`${number} is ${expected} in ${language}`, () => assert.equal(labels(language).number(number), expected));
  }
});

describe("a label with plural forms", () => {
  const texts = { pbTextFound: JSON.stringify({ one: "{number} practice of {all}", other: "{number} practices of {all}" }) };
  it("takes the one that fits the count", () => {
    assert.equal(labels("en", texts).count("found", 1, { all: 3 }), "1 practice of 3");
    assert.equal(labels("en", texts).count("found", 1000, { all: 3 }), "1,000 practices of 3");
  });
});
