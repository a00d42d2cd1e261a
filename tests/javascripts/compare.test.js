// What a comparison sets against each other, and what it refuses to.

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { fits, isSlug, moved, read, write } from "../../site_builder/theme/assets/javascripts/compare/address.js";
import { byReach, isSame, reach } from "../../site_builder/theme/assets/javascripts/compare/differences.js";
import * as figures from "../../site_builder/theme/assets/javascripts/compare/figures.js";

/** A funder's part; what is not said is as most entries have it. */
const fund = (given = {}) => ({ level: "own", amount: 1000, currency: "EUR", share: undefined, per: "", qualifier: "", ...given });
const people = (value, given = {}) => ({ value, qualifier: "", people: true, measure: `m${value}`, ...given });
const things = (value) => people(value, { people: false });
const sum = (amount, currency = "EUR") => ({ amount, currency, about: false });
const years = (count) => ({ months: count * 12, days: count * 365.25, known: "months" });

describe("the address of a comparison", () => {
  it("names the practices in their order, each once", () => {
    assert.deepEqual(read("?p=b&p=a&p=b&x=1"), { slugs: ["b", "a"], wrong: [] });
    assert.deepEqual(read(""), { slugs: [], wrong: [] });
  });

  it("can be written and read again", () => {
    assert.equal(write(["b", "a"]), "?p=b&p=a");
    assert.deepEqual(read(write(["b", "a-2"])).slugs, ["b", "a-2"]);
  });

  for (const text of ["A", "a b", "../a", "a/b", "-a", "a--b", "javascript:alert(1)", "a".repeat(81), "ä"]) {
    it(`asks nobody for ${text.slice(0, 20)}`, () => {
      assert.equal(isSlug(text), false);
      assert.deepEqual(read(write([text, "good"])), { slugs: ["good"], wrong: [text] });
    });
  }

  it("shows two to four side by side", () => {
    assert.deepEqual([0, 1, 2, 3, 4, 5].map(fits), [false, false, true, true, true, false]);
  });

  it("moves a column by one place, and not beyond the ends", () => {
    assert.deepEqual(moved(["a", "b", "c"], "a", 1), ["b", "a", "c"]);
    assert.deepEqual(moved(["a", "b", "c"], "c", -1), ["a", "c", "b"]);
    assert.deepEqual(moved(["a", "b"], "a", -1), ["a", "b"]);
    assert.deepEqual(moved(["a", "b"], "x", 1), ["a", "b"]);
  });
});

describe("what practices share", () => {
  const lists = [["a", "b", "c"], ["b", "a"], ["b"]];
  it("is told item by item", () => {
    assert.deepEqual(["a", "b", "c"].map((key) => reach(key, lists)), ["some", "all", "one"]);
  });

  it("comes first, and what one has alone comes last", () => {
    const items = ["c", "a", "b"].map((key) => ({ key }));
    assert.deepEqual(byReach(items, lists).map((item) => item.key), ["b", "a", "c"]);
  });

  it("is the same only where every column says so", () => {
    assert.equal(isSame(["a", "a", "a"]), true);
    assert.equal(isSame(["a", ""]), false);
    assert.equal(isSame(["", ""]), true);
  });
});

describe("how long a practice took", () => {
  const cases = [
    ["2008-09-01", "2008-09-02", { years: 0, months: 0, days: 2, exactness: "exact" }],
    ["2009-06-09", "2009-06-09", { years: 0, months: 0, days: 1, exactness: "exact" }],
    ["2009-09-03", "2012-06-30", { years: 2, months: 10, days: 0, exactness: "about" }],
    ["2006-04", "2008-03", { years: 2, months: 0, days: 0, exactness: "about" }],
    ["2006-04", "2006-04-20", { years: 0, months: 1, days: 0, exactness: "about" }],
    ["2016", "2019", { years: 4, months: 0, days: 0, exactness: "at-most" }],
    ["2009-10", "2013", { years: 5, months: 0, days: 0, exactness: "at-most" }],
  ];
  for (const [start, end, expected] of cases) {
    it(`${start} to ${end}`, () => {
      assert.deepEqual(figures.inWords(figures.duration(start, end)), expected);
    });
  }

  it("is not known without start and end", () => {
    assert.equal(figures.duration("2006-04", ""), undefined);
    assert.equal(figures.duration("", "2008"), undefined);
  });
});

describe("money for each year", () => {
  it("is the total over the years, to three digits", () => {
    assert.deepEqual(figures.perYear([fund()], sum(100_000), years(3)), { amount: 33_300, currency: "EUR", about: true, given: false });
  });

  it("is taken as the entry gives it", () => {
    const found = figures.perYear([fund({ per: "year", amount: 1_300_000, qualifier: "about" })], undefined, undefined);
    assert.deepEqual(found, { amount: 1_300_000, currency: "EUR", about: true, given: true });
  });

  const refused = [
    ["there is no money", [], undefined, years(2), "none"],
    ["a sum is missing", [fund(), fund({ amount: undefined })], undefined, years(2), "unknown"],
    ["a sum is for each city", [fund({ per: "city" })], undefined, years(2), "per"],
    ["only some sums are for a year", [fund({ per: "year" }), fund()], undefined, years(2), "per"],
    ["a yearly sum is only a limit", [fund({ per: "year", qualifier: "at-most" })], undefined, years(2), "per"],
    ["currencies are mixed", [fund(), fund({ currency: "CHF" })], undefined, years(2), "currencies"],
    ["a sum is only a limit", [fund({ qualifier: "at-least" })], undefined, years(2), "limits"],
    ["the shares are a part of the whole", [fund({ share: 40 })], undefined, years(2), "part"],
    ["the period is open", [fund()], sum(1000), undefined, "period"],
    ["the period is known by its years only", [fund()], sum(1000), figures.duration("2008", "2010"), "years"],
    ["it took less than a year", [fund()], sum(1000), figures.duration("2008-01", "2008-09"), "short"],
  ];
  for (const [when, funding, total, period, reason] of refused) {
    it(`is not worked out where ${when}`, () => {
      assert.deepEqual(figures.perYear(funding, total, period), { reason });
    });
  }
});

describe("money for each person", () => {
  it("is the total over the one figure that counts people", () => {
    const by = people(105);
    const found = figures.perPerson([fund()], sum(126_000), [things(9), by]);
    assert.deepEqual(found, { amount: 1200, currency: "EUR", about: true, by });
  });

  const refused = [
    ["there is no total", undefined, [people(10)], "part"],
    ["nothing counts people", sum(1000), [things(3)], "nobody"],
    ["nobody came", sum(1000), [people(0)], "nobody"],
    ["several figures count people", sum(1000), [people(10), people(20)], "several"],
    ["the number of people is only a limit", sum(1000), [people(10, { qualifier: "more-than" })], "people"],
  ];
  for (const [when, total, results, reason] of refused) {
    it(`is not worked out where ${when}`, () => {
      assert.deepEqual(figures.perPerson([fund()], total, results), { reason });
    });
  }
});

describe("sums", () => {
  it("are added within one currency only", () => {
    assert.deepEqual(figures.added([fund(), fund({ amount: 500, qualifier: "about" })]), { amount: 1500, currency: "EUR", about: true });
    for (const other of [{ currency: "CHF" }, { amount: undefined }, { per: "year" }, { qualifier: "at-most" }]) {
      assert.equal(figures.added([fund(), fund(other)]), undefined);
    }
    assert.equal(figures.added([]), undefined);
  });

  it("in several currencies are noticed", () => {
    assert.equal(figures.isMixed([sum(1), undefined, sum(2)]), false);
    assert.equal(figures.isMixed([sum(1), sum(1, "CHF")]), true);
  });
});

describe("results", () => {
  it("share a row only where two practices measure the same", () => {
    const [a, b, c] = ["a", "b", "c"].map((measure) => ({ ...things(1), measure }));
    assert.deepEqual(figures.joined([[a, b], [c, b], [b, a]]), ["a", "b"]);
    assert.deepEqual(figures.joined([[a, a], [b]]), []);
    assert.deepEqual(figures.joined([[a]]), []);
  });
});
