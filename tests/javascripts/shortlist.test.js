// The shortlist keeps what it is given, whatever the browser does with it.

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { KEY, LIMIT, Shortlist, decode } from "../../site_builder/theme/assets/javascripts/shortlist.js";

const slugs = (count) => Array.from({ length: count }, (_, index) => `practice-${index}`);

/** A storage that works, as far as it is used here. */
function storage(first = null) {
  const kept = new Map(first === null ? [] : [[KEY, first]]);
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) };
}

const full = () => ({ getItem: () => null, setItem: () => { throw new Error("QuotaExceededError"); } });
const blocked = () => { throw new Error("SecurityError"); };

describe("what is stored", () => {
  const cases = [
    [null, []],
    ["", []],
    ["{", []],
    ['"a"', []],
    ["null", []],
    ['{"a": 1}', []],
    ['["a", "b", "a"]', ["a", "b"]],
    ['["a", 7, null, "Not A Slug", "../x", "b"]', ["a", "b"]],
    [JSON.stringify(slugs(LIMIT + 5)), slugs(LIMIT)],
  ];
  for (const [text, expected] of cases) {
    it(`${String(text).slice(0, 40)} is read as ${expected.length} practices`, () => {
      assert.deepEqual(decode(text), expected);
    });
  }
});

describe("a shortlist", () => {
  it("keeps practices in the order in which they came, each once", () => {
    const kept = storage();
    const list = new Shortlist(() => kept);
    list.add(["b"]);
    list.add(["a"]);
    list.add(["b"]);
    assert.deepEqual(new Shortlist(() => kept).slugs, ["b", "a"]);
  });

  it("forgets what is taken off", () => {
    const list = new Shortlist(() => kept);
    const kept = storage('["a","b"]');
    list.remove("a");
    list.remove("never-there");
    assert.deepEqual(list.slugs, ["b"]);
    assert.equal(list.has("a"), false);
  });

  it("sees what another tab has changed", () => {
    const kept = storage();
    const [here, there] = [new Shortlist(() => kept), new Shortlist(() => kept)];
    there.add(["a"]);
    assert.equal(here.has("a"), true);
  });

  it("says when it is full, and keeps what it had", () => {
    const kept = storage(JSON.stringify(slugs(LIMIT)));
    const list = new Shortlist(() => kept);
    assert.equal(list.add(["one-more"]), false);
    assert.deepEqual(list.slugs, slugs(LIMIT));
    assert.equal(list.add(["practice-0"]), true);
  });

  for (const [name, broken] of [["blocked", blocked], ["full", full]]) {
    it(`lasts as long as the page where the storage is ${name}, and says so`, () => {
      const list = new Shortlist(broken);
      assert.equal(list.add(["a"]), true);
      assert.deepEqual(list.slugs, ["a"]);
      assert.equal(list.isKept, false);
      list.remove("a");
      assert.deepEqual(list.slugs, []);
    });
  }
});
