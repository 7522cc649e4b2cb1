import { expect, test } from "vitest";
import { PageClock } from "./page-clock.js";

test("samples find the distance that the dropped fractions hide", () => {
  let now = 0.5;
  const clock = new PageClock(
    () => Math.floor(1_000_000.75 + now),
    () => now,
  );
  for (now = 0.6; now < 20; now += 0.3) clock.sample();
  expect(clock.toPageTime(1_000_100.75)).toBeCloseTo(100, 0);
  expect(Math.abs(clock.toPageTime(1_000_100.75) - 100)).toBeLessThan(0.3);
});

test("a wall clock that is set back is followed", () => {
  let wall = 5_000;
  const clock = new PageClock(
    () => wall,
    () => 0,
  );
  wall = 1_000;
  for (let count = 0; count < 50; count++) clock.sample();
  expect(clock.toPageTime(1_000)).toBe(0);
});
