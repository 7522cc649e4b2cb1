import fc from "fast-check";
import { expect, test } from "vitest";
import { toHistogram } from "./histogram.js";

test("bins have a round width, one after the other", () => {
  expect(toHistogram([1, 1.5, 2, 9], { mostBins: 5, resolution: 1 })).toEqual({
    width: 2,
    bins: [
      { from: 0, to: 2, count: 2 },
      { from: 2, to: 4, count: 1 },
      { from: 4, to: 6, count: 0 },
      { from: 6, to: 8, count: 0 },
      { from: 8, to: 10, count: 1 },
    ],
    beyond: 0,
  });
});

test("tenths are in the bin that begins with them", () => {
  const histogram = toHistogram([0.1, 0.2, 0.3, 0.3, 0.7]);
  expect(histogram?.bins.map(({ from, count }) => [from, count])).toEqual([
    [0.1, 1],
    [0.2, 1],
    [0.3, 2],
    [0.4, 0],
    [0.5, 0],
    [0.6, 0],
    [0.7, 1],
  ]);
});

test("equal values are one bin", () => {
  expect(toHistogram([4, 4], { resolution: 1 })).toEqual({
    width: 1,
    bins: [{ from: 4, to: 5, count: 2 }],
    beyond: 0,
  });
});

test("a few very slow ones do not leave all others in one bin", () => {
  const values = [...Array.from({ length: 200 }, (_, index) => index / 20), 10_000];
  const histogram = toHistogram(values);
  expect(histogram?.beyond).toBe(1);
  expect(histogram?.bins.length).toBeGreaterThan(20);
});

test("nothing has no histogram", () => {
  expect(toHistogram([])).toBeUndefined();
});

test("every value is counted once, in a bin that holds it, in at most as many bins as asked", () => {
  const value = fc.double({ min: 0, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(fc.array(value, { minLength: 1 }), fc.integer({ min: 2, max: 60 }), (values, mostBins) => {
      const histogram = toHistogram(values, { mostBins });
      if (!histogram) return false;
      const { bins, beyond, width } = histogram;
      const counted = bins.reduce((sum, { count }) => sum + count, beyond);
      const fits = ({ from, to, count }: (typeof bins)[number]) => {
        const slack = width / 1e6;
        return values.filter((one) => one >= from - slack && one < to + slack).length >= count;
      };
      return counted === values.length && bins.length <= mostBins + 1 && bins.every(fits);
    }),
  );
});
