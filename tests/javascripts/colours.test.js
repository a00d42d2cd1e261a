// The choice of colours goes round, and whatever a browser has kept is a choice.

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { choice, next } from "../../site_builder/theme/assets/javascripts/colours.js";

describe("what was kept", () => {
  for (const kept of ["auto", "light", "dark"]) it(`${kept} is a choice`, () => assert.equal(choice(kept), kept));
  for (const kept of [null, undefined, "", "DARK", '"dark"', "constructor"]) {
    it(`${JSON.stringify(kept)} leaves the choice to the device`, () => assert.equal(choice(kept), "auto"));
  }
});

it("the button leads through all choices and back", () => {
  assert.deepEqual([next("auto"), next("light"), next("dark")], ["light", "dark", "auto"]);
});
