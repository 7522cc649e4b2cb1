import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isTabserveError } from "../errors.js";
import { type ListQuery, toQuery } from "./query.js";
import { toRange } from "./range.js";

const ALL = { since: Number.NEGATIVE_INFINITY, upto: Number.POSITIVE_INFINITY };

describe("A question", () => {
  test.each<[ListQuery | undefined, object]>([
    [undefined, { limit: 30, skip: 0, name: "", ...ALL }],
    [{ limit: 200 }, { limit: 200 }],
    [{ limit: 0 }, { limit: 200 }],
    [
      { skip: 5, name: "fn", since: 1, upto: 2 },
      { skip: 5, name: "fn", since: 1, upto: 2 },
    ],
  ])("%j is complete", (query, expected) => {
    expect(toQuery(query)).toMatchObject(expected);
  });

  test.each<[object, string]>([
    [{ limit: 201 }, "The value '201' is not in the range of 0 to 200 for activations."],
    [{ limit: -1 }, "The value '-1' is not in the range of 0 to 200 for activations."],
    [{ limit: "x" }, "The value 'x' is not in the range of 0 to 200 for activations."],
    [{ limit: 1.5 }, "The value '1.5' is not in the range"],
    [{ skip: -1 }, "The value '-1' of skip is no whole number from 0 on."],
    [{ since: "yesterday" }, "The value 'yesterday' of since is no time"],
    [{ upto: Number.NaN }, "The value 'NaN' of upto is no time"],
    [{ name: 1 }, "The value '1' of name is no text"],
  ])("%j is refused", (query, message) => {
    expect(() => toQuery(query as ListQuery)).toThrow(message);
  });

  test("of any kind is answered or refused", () => {
    const value = fc.anything();
    const query = fc.record({ limit: value, skip: value, since: value, upto: value, name: value });
    fc.assert(
      fc.property(query, (query) => {
        try {
          toQuery(query as ListQuery);
        } catch (error) {
          expect(isTabserveError(error) && error.code).toBe("bad-option");
        }
      }),
    );
  });
});

describe("A range", () => {
  const bounds = { count: 1_000, milliseconds: 100, now: 5_000 };
  const range = (query: ListQuery) => toRange(toQuery(query), bounds);

  test.each<[ListQuery, object]>([
    [{}, { index: undefined, lower: [Number.NEGATIVE_INFINITY], upper: [-4_900, []], count: 30 }],
    [
      { since: 4_950, upto: 4_960 },
      { lower: [-4_960], upper: [-4_950, []] },
    ],
    [
      { name: "fn", since: 4_950, upto: 4_960 },
      { index: "name", lower: ["fn", [-4_960]], upper: ["fn", [-4_950, []]] },
    ],
    [{ name: "S/fn" }, { index: "path" }],
    [{ limit: 20, skip: 10 }, { count: 30 }],
  ])("for %j", (query, expected) => {
    expect(range(query)).toMatchObject(expected);
  });

  test("holds nothing older than records are kept", () => {
    expect(range({ since: 0 }).upper).toEqual([-4_900, []]);
    expect(range({ upto: 4_899 }).count).toBe(0);
  });

  test("holds no more records than are kept", () => {
    expect(range({ skip: 990 }).count).toBe(1_000);
  });

  test("is never empty in IndexedDB's sense", () => {
    expect(range({ since: 4_960, upto: 4_950 })).toMatchObject({ count: 0 });
  });
});
