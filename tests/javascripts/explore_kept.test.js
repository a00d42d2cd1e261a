// Promises under a name: made once, forgotten where they fail, and no more of them than is wanted.

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Kept } from "../../site_builder/theme/assets/javascripts/explore/kept.js";

/** Makes numbers, and counts them. */
function counter() {
  const made = [];
  return { made, make: (name) => async () => made.push(name) };
}

describe("a promise that is kept", () => {
  it("is made once", async () => {
    const { made, make } = counter();
    const kept = new Kept();
    await Promise.all([kept.get("a", make("a")), kept.get("a", make("a")), kept.get("b", make("b"))]);
    assert.deepEqual(made, ["a", "b"]);
  });

  it("is made again where it has failed, and all who asked are told", async () => {
    const kept = new Kept();
    const fail = () => Promise.reject(new Error("no"));
    const both = await Promise.allSettled([kept.get("a", fail), kept.get("a", async () => 1)]);
    assert.deepEqual(both.map(({ status }) => status), ["rejected", "rejected"]);
    assert.equal(await kept.get("a", async () => 2), 2);
  });

  it("gives way to newer ones", async () => {
    const { made, make } = counter();
    const kept = new Kept(2);
    for (const name of ["a", "b", "c", "b", "c", "a"]) await kept.get(name, make(name));
    assert.deepEqual(made, ["a", "b", "c", "a"]);
  });

  it("can be forgotten while it is being made, and its failure does not harm the next one", async () => {
    const kept = new Kept();
    let fail = (_error) => {};
    const first = kept.get("a", () => new Promise((_, reject) => { fail = reject; }));
    kept.forget("a");
    const second = kept.get("a", async () => 2);
    fail(new Error("late"));
    await assert.rejects(first);
    assert.equal(await kept.get("a", async () => 3), await second);
  });
});
