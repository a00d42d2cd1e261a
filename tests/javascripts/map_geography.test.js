import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, test } from "node:test";
import { CUT, onMap, placed, polygonOnMap, unwrap } from "../../site_builder/theme/assets/javascripts/map/geography.js";

const VENDOR = new URL("../../site_builder/theme/assets/vendor/", import.meta.url);
const topojson = createRequire(import.meta.url)("../../site_builder/theme/assets/vendor/topojson-client/topojson-client.min.js");

/** @param {number[][]} line */
const longitudes = (line) => line.map(([longitude]) => longitude);
/** @param {number[][]} line */
const longestStep = (line) =>
  Math.max(0, ...line.slice(1).map(([longitude], index) => Math.abs(longitude - line[index][0])));

describe("a meridian on the map", () => {
  for (const [name, longitude, expected] of [
    ["Greenwich", 0, 0],
    ["Berlin", 13.4, 13.4],
    ["the date line, seen from the east", 180, 180],
    ["the date line, seen from the west", -180, 180],
    ["Samoa, east of the date line", -171.77, 188.23],
    ["Honolulu, which stays in the west", -157.86, -157.86],
    ["the western edge", CUT, CUT],
  ]) {
    test(`${name}: ${longitude} is at ${expected}`, () => assert.ok(Math.abs(onMap(longitude) - expected) < 1e-9));
  }
});

describe("a line across the date line", () => {
  test("goes on beyond 180 degrees, there and back", () => {
    const fiji = [[177, -17], [179, -17], [-179, -16], [-178, -16], [179.5, -18], [177, -17]];
    assert.deepEqual(longitudes(unwrap(fiji)), [177, 179, 181, 182, 179.5, 177]);
  });

  test("westwards goes on below -180 degrees", () => {
    assert.deepEqual(longitudes(unwrap([[-178, 0], [179, 1]])), [-178, -181]);
  });

  test("lies in one piece within the edges of the map", () => {
    const line = placed([[-178, 65], [179, 66], [170, 67]]);
    assert.deepEqual(longitudes(line), [182, 179, 170]);
  });

  test("that does not cross it stays as it is", () => {
    const italy = [[7, 44], [18, 40], [12, 38], [7, 44]];
    assert.deepEqual(placed(italy), italy);
  });
});

describe("a ring around a pole", () => {
  const antarctica = [[-180, -80], [-90, -70], [0, -75], [90, -66], [180, -80]];

  test("reaches beyond both edges of the map and is closed across the pole", () => {
    const [ring, ...others] = polygonOnMap([antarctica]);
    assert.deepEqual(others, []);
    assert.ok(Math.min(...longitudes(ring)) <= CUT);
    assert.ok(Math.max(...longitudes(ring)) >= CUT + 360);
    assert.deepEqual(ring[0], ring.at(-1));
    assert.equal(Math.min(...ring.map(([, latitude]) => latitude)), -85.06);
  });

  test("has no hole around the pole", () => {
    assert.equal(polygonOnMap([antarctica, [[180, -89], [0, -89], [-180, -89]]]).length, 1);
  });
});

test("a hole stays in its outline when that is moved over the edge", () => {
  const outline = [[175, 0], [-175, 0], [-175, 10], [175, 10], [175, 0]];
  const hole = [[-179, 4], [-178, 4], [-178, 5], [-179, 4]];
  const [, moved] = polygonOnMap([outline, hole]);
  assert.deepEqual(longitudes(moved), [181, 182, 182, 181]);
});

describe("the vendored world", () => {
  for (const detail of ["110m", "50m"]) {
    const topology = JSON.parse(readFileSync(new URL(`world-atlas/countries-${detail}.json`, VENDOR), "utf-8"));
    const { features } = topojson.feature(topology, topology.objects.land);
    const rings = features.flatMap(({ geometry }) => geometry.coordinates.flatMap(polygonOnMap));

    test(`${detail}: crosses the date line before, so that there is something to mend`, () => {
      assert.ok(features[0].geometry.coordinates.flat().some((ring) => longestStep(ring) > 180));
    });

    test(`${detail}: no band runs across the map`, () => {
      // Only where Antarctica is closed across the pole, below the map, may a step be long.
      const steps = rings.flatMap((ring) => ring.slice(1).map((to, index) => [ring[index], to]));
      const seen = steps.filter((step) => step.some(([, latitude]) => latitude > -84));
      assert.ok(seen.length > 5000);
      assert.ok(Math.max(...seen.map(longestStep)) < 40);
    });

    test(`${detail}: Chukotka belongs to the mainland, whose ring reaches the eastern edge`, () => {
      const north = rings.filter((ring) => ring.every(([, latitude]) => latitude > -60));
      const mainland = north.reduce((largest, ring) => (ring.length > largest.length ? ring : largest));
      const east = Math.max(...longitudes(mainland));
      assert.ok(east > 188 && east < CUT + 360, String(east));
    });
  }
});
