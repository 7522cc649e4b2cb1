import { expect, test } from "vitest";
import { toRates } from "./rates.js";

test("seconds without calls are there, too", () => {
  expect(toRates([5_000, 5_999, 8_000])).toEqual({
    seconds: [5, 6, 7, 8],
    counts: [2, 0, 0, 1],
    mean: 0,
    most: 2,
  });
});

test("the mean is that of whole seconds", () => {
  expect(toRates([1_900, 2_000, 2_300, 2_600, 3_000, 3_500, 4_100])?.mean).toBe(2.5);
});

test("two seconds, both cut off, have no mean", () => {
  expect(toRates([1_900, 2_000])?.mean).toBeUndefined();
});

test("of a long time the newest ten minutes stay", () => {
  const rates = toRates([0, 3_600_000]);
  expect(rates?.seconds).toHaveLength(600);
  expect(rates?.seconds.at(-1)).toBe(3600);
  expect(rates?.counts.reduce((sum, count) => sum + count)).toBe(1);
});

test("nothing has no rates", () => {
  expect(toRates([])).toBeUndefined();
});
