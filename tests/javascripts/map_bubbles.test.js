import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { gather, radii, room } from "../../site_builder/theme/assets/javascripts/map/bubbles.js";

/** Numbers that look random and are the same in every run. @param {number} seed */
function numbers(seed) {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

/**
 * @param {number} size
 * @param {number} seed
 * @param {number} width
 */
function somePoints(size, seed, width) {
  const next = numbers(seed);
  return Array.from({ length: size }, (_, index) => ({
    key: `city-${index}`,
    x: next() * width,
    y: next() * width * 0.6,
    count: 1 + Math.floor(next() ** 4 * 60),
  }));
}

describe("the size of a bubble", () => {
  const radius = radii(40);

  test("is never too small for a finger", () => assert.ok(2 * radius(1) >= 24));
  test("grows with the count", () => {
    const sizes = [1, 2, 5, 10, 20, 40].map(radius);
    assert.deepEqual(sizes, [...sizes].sort((a, b) => a - b));
    assert.equal(new Set(sizes).size, sizes.length);
  });
  test("grows by area: as much from 1 to 11 as from 11 to 21", () => {
    const area = (count) => radius(count) ** 2;
    assert.ok(Math.abs(area(11) - area(1) - (area(21) - area(11))) < 1e-6);
  });
  test("has an end", () => assert.equal(radius(100_000), radius(40)));
  test("of the largest is the same in every bank that is not small", () => assert.equal(radii(500)(500), radius(40)));
  test("leaves room for long numbers, even where other cities have far more", () => {
    assert.ok(radii(5000)(1234) >= 20);
  });
  test("of a single practice is small, even where no city has more", () => assert.ok(radii(1)(1) < 15));
});

describe("gathering", () => {
  const radius = radii(10);

  test("leaves places apart that have room", () => {
    const groups = gather([{ key: "a", x: 0, y: 0, count: 1 }, { key: "b", x: 200, y: 0, count: 3 }], radius);
    assert.deepEqual(groups.map(({ id, count }) => [id, count]), [["b", 3], ["a", 1]]);
  });

  test("puts neighbours together, nearer to the one with more, which comes first", () => {
    const [group, ...others] = gather([{ key: "b", x: 10, y: 0, count: 1 }, { key: "a", x: 0, y: 0, count: 4 }], radius);
    assert.deepEqual(others, []);
    assert.deepEqual([group.id, group.keys, group.count], ["a b", ["a", "b"], 5]);
    assert.ok(Math.abs(group.x - 2) < 1e-9);
  });

  test("counts a practice once that several of the places have", () => {
    const points = [
      { key: "a", x: 0, y: 0, count: 3, shared: [7, 9] },
      { key: "b", x: 2, y: 0, count: 2, shared: [7] },
      { key: "c", x: 4, y: 0, count: 1, shared: [9] },
    ];
    assert.equal(gather(points, radius)[0].count, 4);
  });

  test("takes places without practices, which are shown because they are chosen", () => {
    const [group] = gather([{ key: "a", x: 0, y: 0, count: 0 }, { key: "b", x: 4, y: 0, count: 0 }], radius);
    assert.deepEqual([group.x, group.count], [2, 0]);
  });

  for (const [size, width] of [[50, 400], [50, 1200], [400, 800], [1500, 1000], [1500, 20000]]) {
    test(`no two bubbles of ${size} places on ${width} pixels overlap, and no practice is lost`, () => {
      const points = somePoints(size, size + width, width);
      const groups = gather(points, radii(60));
      for (const [index, a] of groups.entries()) {
        for (const b of groups.slice(index + 1)) {
          assert.ok(Math.hypot(a.x - b.x, a.y - b.y) >= a.radius + b.radius, `${a.id} and ${b.id}`);
        }
      }
      assert.deepEqual(groups.flatMap(({ keys }) => keys).sort(), points.map(({ key }) => key).sort());
      const total = (items) => items.reduce((sum, { count }) => sum + count, 0);
      assert.equal(total(groups), total(points));
    });
  }

  test("does not depend on the order of the places", () => {
    const points = somePoints(200, 7, 600);
    assert.deepEqual(gather([...points].reverse(), radius), gather(points, radius));
  });
});

describe("room for names", () => {
  const view = { left: 0, top: 0, right: 400, bottom: 300 };
  const size = () => ({ width: 60, height: 16 });
  /** @returns {import("../../site_builder/theme/assets/javascripts/map/bubbles.js").Group} */
  const group = (id, x, y, count = 1) => ({ id, keys: [id], x, y, count, radius: 14 });

  test("is to the right where nothing is", () => {
    assert.deepEqual([...room([group("a", 100, 100)], size, view)], [["a", "right"]]);
  });
  test("is to the left at the right edge", () => {
    assert.deepEqual([...room([group("a", 380, 100)], size, view)], [["a", "left"]]);
  });
  test("is not where another bubble is", () => {
    assert.equal(room([group("a", 100, 100, 5), group("b", 140, 100)], size, view).get("a"), "left");
  });
  test("is given to the largest first; who finds none goes without", () => {
    const crowd = [group("a", 40, 40, 1), group("b", 40, 75, 9)];
    const narrow = { left: 0, top: 0, right: 118, bottom: 92 };
    const found = room(crowd, () => ({ width: 60, height: 40 }), narrow);
    assert.deepEqual([...found.keys()], ["a"].filter(() => found.has("a")).concat(found.has("b") ? ["b"] : []));
    assert.ok(found.size < 2);
  });
  test("is not under something else, such as the buttons", () => {
    const buttons = { left: 110, top: 0, right: 200, bottom: 300 };
    assert.equal(room([group("a", 100, 100)], size, view, [buttons]).get("a"), "left");
  });
  test("is not looked for where there is no name", () => {
    assert.equal(room([group("a", 100, 100)], () => null, view).size, 0);
  });
});
