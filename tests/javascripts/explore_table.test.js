// Choosing, counting and sorting in the table, compared with the plainest way to do it.

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  completed,
  decode,
  existing,
  inOrder,
  known,
  missing,
  select,
} from "../../site_builder/theme/assets/javascripts/explore/table.js";

const RAW = {
  version: 2,
  stamp: "abc",
  slugs: ["a", "b", "c", "d"],
  facets: {
    topic: { values: ["housing", "language", "work"], labels: ["Housing", "Language", "Work"], rows: [0, [0, 1], [], 2] },
    country: { values: ["AT", "DE"], labels: ["Austria", "Germany"], rows: [1, 1, 0, [0, 1]] },
  },
  sort: { date: [0, 2, 0, 1] },
};
const REST = {
  version: 2,
  stamp: "abc",
  facets: { funder: { values: ["state"], labels: ["State"], rows: [0, [], [], 0] } },
  sort: { title: [3, 1, 0, 2] },
  places: { "de-kerpen": [50.9, 6.7] },
};

const table = decode(RAW);
const chosen = (choice) => new Map(Object.entries(choice));
const counts = (selection) => Object.fromEntries([...selection.counts].map(([key, found]) => [key, [...found]]));

describe("a choice", () => {
  const cases = [
    [{}, null, [0, 1, 2, 3]],
    [{ topic: ["housing"] }, null, [0, 1]],
    [{ topic: ["language", "work"] }, null, [1, 3]],
    [{ topic: ["housing"], country: ["DE"] }, null, [0, 1]],
    [{ topic: ["work"], country: ["AT", "DE"] }, null, [3]],
    [{ topic: ["language"], country: ["AT"] }, null, []],
    [{}, [3, 1], [1, 3]],
    [{ country: ["AT"] }, [3, 1], [3]],
    [{}, [], []],
  ];
  for (const [choice, among, rows] of cases) {
    it(`${JSON.stringify(choice)} among ${JSON.stringify(among)}`, () => {
      assert.deepEqual(select(table, chosen(choice), among).rows, rows);
    });
  }
});

describe("the counts of a facet", () => {
  it("without a choice are those of the whole table", () => {
    assert.deepEqual(counts(select(table, new Map())), { topic: [2, 1, 1], country: [2, 3] });
  });

  it("ignore its own choice, and follow that of the others", () => {
    assert.deepEqual(counts(select(table, chosen({ country: ["AT"] }))), { topic: [0, 0, 1], country: [2, 3] });
    assert.deepEqual(counts(select(table, chosen({ topic: ["housing"], country: ["AT"] }))), {
      topic: [0, 0, 1],
      country: [0, 2],
    });
  });

  it("follow the words", () => {
    assert.deepEqual(counts(select(table, new Map(), [0])), { topic: [1, 0, 0], country: [0, 1] });
  });

  it("come with how many there would be without its choice", () => {
    const { rows, without } = select(table, chosen({ topic: ["language"], country: ["AT"] }));
    assert.deepEqual([rows, Object.fromEntries(without)], [[], { topic: 2, country: 1 }]);
  });
});

/** A table of rows that look random and are the same each time. */
function large(size) {
  let seed = 7;
  const next = (below) => (seed = (seed * 48271) % 2147483647) % below;
  const facet = (name, number, most) => ({
    values: Array.from({ length: number }, (_, place) => `${name}${place}`),
    labels: Array.from({ length: number }, (_, place) => `${name} ${place}`),
    rows: Array.from({ length: size }, () => {
      const values = new Set(Array.from({ length: next(most + 1) }, () => next(number)));
      return values.size === 1 ? [...values][0] : [...values];
    }),
  });
  const raw = { ...RAW, facets: { one: facet("a", 9, 3), two: facet("b", 4, 1), three: facet("c", 30, 5) } };
  return [{ ...raw, slugs: Array.from({ length: size }, (_, row) => `slug-${row}`) }, next];
}

describe("any choice gives what going through all rows gives", () => {
  const [raw, next] = large(200);
  const big = decode(raw);
  const rowsOf = (key, row) => [raw.facets[key].rows[row]].flat().map((place) => raw.facets[key].values[place]);
  const fits = (choice, row, ignored) =>
    [...choice].every(([key, values]) => key === ignored || rowsOf(key, row).some((value) => values.includes(value)));

  for (let turn = 0; turn < 60; turn += 1) {
    const choice = new Map();
    for (const [key, { values }] of Object.entries(raw.facets)) {
      const some = values.filter(() => next(values.length) < 2);
      if (some.length && next(3)) choice.set(key, some);
    }
    const among = next(2) ? raw.slugs.map((_, row) => row).filter(() => next(2)) : null;
    it(`${turn}: ${JSON.stringify([...choice])}`, () => {
      const selection = select(big, choice, among);
      const rows = among ?? raw.slugs.map((_, row) => row);
      assert.deepEqual(selection.rows, rows.filter((row) => fits(choice, row, null)));
      for (const [key, { values }] of Object.entries(raw.facets)) {
        const left = rows.filter((row) => fits(choice, row, key));
        const expected = values.map((value) => left.filter((row) => rowsOf(key, row).includes(value)).length);
        assert.deepEqual([...selection.counts.get(key)], expected);
        assert.equal(selection.without.get(key), choice.has(key) ? left.length : undefined);
      }
    });
  }
});

describe("the rest of the table", () => {
  it("is joined to it", () => {
    const whole = completed(table, REST);
    assert.deepEqual(whole.facets.map(({ key }) => key), ["topic", "country", "funder"]);
    assert.deepEqual(whole.places, REST.places);
    assert.deepEqual(select(whole, chosen({ funder: ["state"], topic: ["work"] })).rows, [3]);
  });

  it("is refused where it belongs to other rows, or is of another form", () => {
    assert.throws(() => completed(table, { ...REST, stamp: "abd" }), /different days/);
    assert.throws(() => completed(table, { ...REST, version: 1 }), /version 1, not 2/);
    assert.throws(() => decode({ ...RAW, version: 3 }), /version 3, not 2/);
  });
});

describe("the order", () => {
  const levels = { values: ["reported", "reviewed"], labels: ["Reported", "Reviewed"], rows: [0, 1, 1, 0] };
  const whole = completed(decode({ ...RAW, facets: { ...RAW.facets, evidence: levels } }), REST);
  const cases = [
    ["date", [1, 3, 0, 2]],
    ["title", [2, 1, 3, 0]],
    ["evidence", [1, 2, 3, 0]],
  ];
  for (const [sort, expected] of cases) {
    it(`by ${sort}`, () => assert.deepEqual(inOrder(whole, [0, 1, 2, 3], sort), expected));
    it(`by ${sort} leaves out what does not fit, each time anew`, () => {
      assert.deepEqual(inOrder(whole, [0, 2], sort), expected.filter((row) => row % 2 === 0));
      assert.deepEqual(inOrder(whole, [1, 3], sort), expected.filter((row) => row % 2 === 1));
    });
  }
  it("by relevance is that of the search", () => {
    assert.deepEqual(inOrder(table, [0, 3], "relevance", [3, 2, 0]), [3, 0]);
  });
});

describe("a value of the address", () => {
  it("is known in any case of its letters", () => {
    assert.equal(known(table.facets[1], "de"), "DE");
    assert.equal(known(table.facets[1], "FR"), undefined);
  });

  it("that no longer exists is told, and does not choose", () => {
    const choice = chosen({ topic: ["language", "gone"], country: ["de", "DE", "XX"], city: ["de-nowhere"] });
    assert.deepEqual(missing(table, choice), [["topic", "gone"], ["country", "XX"], ["city", "de-nowhere"]]);
    assert.deepEqual(Object.fromEntries(existing(table, choice)), { topic: ["language"], country: ["DE"] });
  });
});

it("a table of another version is refused", () => {
  assert.throws(() => decode({ ...RAW, version: 1 }), /version 1/);
});
