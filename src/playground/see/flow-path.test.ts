import { expect, test } from "vitest";
import { toFlowPieces, toTicks } from "./flow-path.js";
import type { SegmentName } from "./segments.js";

const toLanes = (names: readonly SegmentName[]) =>
  toFlowPieces(names.map((name, index) => ({ name, from: index, to: index + 1, isRounded: false }))).map(
    ({ from, to }) => [from.lane, to.lane],
  );

test("a call goes from the caller through the worker to the provider, and back", () => {
  expect(
    toLanes(["to-worker", "worker", "to-provider", "handler", "to-worker-again", "to-caller", "body"]),
  ).toEqual([
    [0, 1],
    [1, 1],
    [1, 2],
    [2, 2],
    [2, 1],
    [1, 0],
    [0, 0],
  ]);
});

test("what nobody measured stays where it was last seen", () => {
  expect(toLanes(["to-worker", "worker-and-provider", "to-caller"])).toEqual([
    [0, 1],
    [1, 1],
    [1, 0],
  ]);
  expect(toLanes(["everywhere"])).toEqual([[0, 0]]);
});

test.each([
  [12.3, [0, 5, 10]],
  [4, [0, 1, 2, 3, 4]],
  [0.5, [0, 0.2, 0.4]],
  [1800, [0, 500, 1000, 1500]],
  [0, [0]],
])("an axis of %d ms has round ticks", (length, ticks) => {
  expect(toTicks(length)).toEqual(ticks);
});
