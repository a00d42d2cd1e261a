// What a worksheet's address holds, what the browser keeps of it, and which practice somebody means.

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { blank, isBlank, LENGTHS, MOST, read, tidy, write } from "../../site_builder/theme/assets/javascripts/worksheet/address.js";
import { KEY, Own } from "../../site_builder/theme/assets/javascripts/worksheet/own.js";
import { decode, matching, meant } from "../../site_builder/theme/assets/javascripts/worksheet/titles.js";

const sheet = (given = {}) => ({ ...blank(), ...given });
const slugs = (count) => Array.from({ length: count }, (_, index) => `practice-${index}`);

describe("the address of a sheet", () => {
  it("holds all of it, in its order", () => {
    const given = sheet({ slugs: ["b", "a-2"], title: "Zwei Tage & mehr", town: "Köln", date: "14./15. Mai 2027" });
    assert.deepEqual(read(write(given)), { sheet: given, wrong: [] });
    assert.equal(write(sheet({ slugs: ["b", "a"], town: "Bonn" })), "?p=b&p=a&town=Bonn");
  });

  it("is empty for an empty sheet", () => {
    assert.equal(write(blank()), "");
    assert.deepEqual(read(""), { sheet: blank(), wrong: [] });
    assert.equal(isBlank(read("?x=1&town=%20&p=").sheet), true);
    assert.equal(isBlank(sheet({ date: "May" })), false);
  });

  it("names a practice once, and what cannot be one apart", () => {
    assert.deepEqual(read("?p=b&p=a&p=b&p=../x&p=%3Cb%3E"), { sheet: sheet({ slugs: ["b", "a"] }), wrong: ["../x", "<b>"] });
  });

  it("may ask for more than fit, so that somebody can choose, but not for any number", () => {
    assert.equal(read(write(sheet({ slugs: slugs(MOST + 2) }))).sheet.slugs.length, MOST + 2);
    assert.equal(read(write(sheet({ slugs: slugs(5000) }))).sheet.slugs.length, 30);
  });

  it("takes the first of several texts", () => {
    assert.equal(read("?town=Bonn&town=Kiel").sheet.town, "Bonn");
  });
});

describe("a text of a sheet", () => {
  const cases = [
    ["  Bad   Nauheim \n", "Bad Nauheim"],
    ["<b>Bonn</b>", "<b>Bonn</b>"],
    ["a\u202Eb\u200Bc\u0000d", "abcd"],
    ["a\u2028b", "a b"],
    ["e\u0301tude", "e\u0301tude"],
    ["", ""],
  ];
  for (const [given, expected] of cases) {
    it(`${JSON.stringify(given)} is kept as ${JSON.stringify(expected)}`, () => {
      assert.equal(tidy(given, 60), expected);
    });
  }

  it("is cut between characters, never within one", () => {
    assert.equal(tidy("🏙".repeat(70), LENGTHS.town), "🏙".repeat(LENGTHS.town));
    assert.equal(read(`?title=${"x".repeat(500)}`).sheet.title.length, LENGTHS.title);
  });
});

describe("the reader's own sheet", () => {
  const storage = (first = null) => {
    const kept = new Map(first === null ? [] : [[KEY, first]]);
    return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) };
  };

  it("is there again", () => {
    const kept = storage();
    const given = sheet({ slugs: ["a"], town: "Bonn" });
    new Own(() => kept).keep(given);
    assert.deepEqual(new Own(() => kept).sheet, given);
  });

  for (const text of ["", "{broken", "?p=NOT A SLUG", "null", `?${slugs(9).map((slug) => `p=${slug}`).join("&")}`]) {
    it(`is a blank one where ${JSON.stringify(text.slice(0, 20))} is stored`, () => {
      assert.deepEqual(new Own(() => storage(text)).sheet, blank());
    });
  }

  const full = () => ({ getItem: () => null, setItem: () => { throw new Error("QuotaExceededError"); } });
  const blocked = () => { throw new Error("SecurityError"); };
  for (const [name, broken] of [["blocked", blocked], ["full", full]]) {
    it(`lasts as long as the page where the storage is ${name}, and says so`, () => {
      const own = new Own(broken);
      own.keep(sheet({ slugs: ["a"] }));
      assert.deepEqual(own.sheet.slugs, ["a"]);
      assert.equal(own.isKept, false);
    });
  }
});

describe("a practice that somebody looks for", () => {
  const titles = decode([
    ["b-bridge", "A bridge over the river", "Köln"],
    ["a-school", "Schools that open in the evening", "Weißenburg"],
    ["evening", "An evening school", "Kerpen"],
    ["school", "Preschool teachers", ""],
  ]);
  const found = (text, most) => matching(titles, text, most).map((title) => title.slug);

  it("is found by any part of its title and place, whatever the accents", () => {
    assert.deepEqual(found("koln"), ["b-bridge"]);
    assert.deepEqual(found("WEISSEN"), ["a-school"]);
    assert.deepEqual(found("evening scho"), ["a-school", "evening"]);
  });

  it("comes first where a word begins so", () => {
    assert.deepEqual(found("school"), ["a-school", "evening", "school"]);
  });

  it("is one of few", () => {
    assert.deepEqual(found("e", 2).length, 2);
    assert.deepEqual(found(""), []);
    assert.deepEqual(found(" ,.(["), []);
  });

  const one = [
    ["A bridge over the river, Köln", "b-bridge"],
    ["a bridge over the river, koln ", "b-bridge"],
    ["bridge", "b-bridge"],
    ["school", "school"],
    ["https://bank.example/de/practices/evening/", "evening"],
    ["https://bank.example/practices/evening/#results", "evening"],
  ];
  for (const [text, slug] of one) {
    it(`${text} means ${slug}`, () => assert.deepEqual(meant(titles, text).map((title) => title.slug), [slug]));
  }

  it("is not guessed where several fit, or none", () => {
    assert.equal(meant(titles, "evening s").length, 2);
    assert.deepEqual(meant(titles, "zzz"), []);
  });

  it("is nothing where the file is broken", () => {
    assert.deepEqual(decode({}), []);
    assert.deepEqual(decode([null, ["../x", "T", ""], ["ok", 7]]), []);
  });
});
