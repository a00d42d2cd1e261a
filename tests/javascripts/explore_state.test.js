// What is chosen, and the address that holds it.

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  NOTHING,
  cleared,
  read,
  sortOf,
  toggled,
  withWords,
  withoutStrange,
  write,
} from "../../site_builder/theme/assets/javascripts/explore/state.js";

const chosen = (state) => Object.fromEntries(state.chosen);

describe("an address that is already in order is written as it was read", () => {
  const addresses = [
    "",
    "?s=words",
    "?s=zwei+W%C3%B6rter",
    "?topic=language",
    "?topic=language&topic=education",
    "?s=a&topic=b&country=DE&city=de-muenchen&sort=date",
    "?organisation=caritas&funder=european-union",
    "?topic=a&map=1",
    "?topic=a&sort=title&map=1&foo=bar",
  ];
  for (const address of addresses) it(address || "(nothing)", () => assert.equal(write(read(address)), address));
});

describe("an address is put in order", () => {
  const cases = [
    ["?country=DE&topic=a", "?topic=a&country=DE"],
    ["?topic=a&topic=a", "?topic=a"],
    ["?topic=&s=++", ""],
    ["?s=first&s=second", "?s=first"],
    ["?s=+words+", "?s=words"],
    ["?sort=date", ""],
    ["?s=words&sort=relevance", "?s=words"],
    ["?map=0", ""],
    ["?utm_source=letter&fbclid=1&topic=a", "?topic=a"],
  ];
  for (const [address, expected] of cases) it(address, () => assert.equal(write(read(address)), expected));
});

describe("what means nothing is kept, to be shown", () => {
  const cases = [
    ["?colour=red", [["colour", "red"]]],
    ["?sort=size", [["sort", "size"]]],
    ["?q=words&colour=", [["q", "words"]]],
    ["?topic=never-was", []],
    ["?utm_campaign=x", []],
  ];
  for (const [address, expected] of cases) it(address, () => assert.deepEqual(read(address).strange, expected));

  it("until it is removed", () => {
    const state = withoutStrange(read("?colour=red&colour=blue&topic=a"), "colour", "red");
    assert.equal(write(state), "?topic=a&colour=blue");
  });
});

describe("the order of the list", () => {
  const cases = [
    ["", "date"],
    ["?s=words", "relevance"],
    ["?s=words&sort=title", "title"],
    ["?sort=evidence", "evidence"],
    ["?sort=relevance", "date"],
    ["?sort=nonsense", "date"],
  ];
  for (const [address, expected] of cases) it(address || "(nothing)", () => assert.equal(sortOf(read(address)), expected));

  it("by date is written where words would make it another", () => {
    assert.equal(write(read("?s=words&sort=date")), "?s=words&sort=date");
    assert.equal(write(withWords(read("?s=words&sort=date"), "")), "");
  });
});

describe("choosing", () => {
  it("adds a value, and takes it back", () => {
    const one = toggled(NOTHING, "topic", "a");
    const two = toggled(one, "topic", "b");
    assert.deepEqual(chosen(two), { topic: ["a", "b"] });
    assert.deepEqual(chosen(toggled(two, "topic", "a")), { topic: ["b"] });
    assert.deepEqual(chosen(toggled(one, "topic", "a")), {});
  });

  it("changes no state that was there before", () => {
    const before = read("?topic=a");
    toggled(before, "topic", "b");
    assert.deepEqual(chosen(before), { topic: ["a"] });
  });

  it("can be taken back all at once, but for how it is looked at", () => {
    assert.equal(write(cleared(read("?s=w&topic=a&sort=title&map=1&foo=bar"))), "?sort=title&map=1");
  });
});
