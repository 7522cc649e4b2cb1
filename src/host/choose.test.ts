import { afterEach, describe, expect, test, vi } from "vitest";
import { chooseInstance } from "./choose.js";
import type { Instance } from "./registry.js";

/** Only what a choice looks at; oldest first. */
function toInstances(...loads: number[]): Instance[] {
  return loads.map((load, i) => ({ provider: { load }, service: { since: i } }) as unknown as Instance);
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe("Hypha, _mode: one provider", () => {
  test.each(["default", "exact", "random", "first", "last", "min_load"] as const)("%s takes it", (mode) => {
    const instances = toInstances(5);
    expect(chooseInstance(instances, mode)).toBe(instances[0]);
  });

  test.each(["default", "exact", "random", "first", "last", "min_load"] as const)("%s finds none", (mode) => {
    expect(chooseInstance([], mode)).toBeUndefined();
  });
});

describe("Hypha, _mode: several providers", () => {
  const instances = toInstances(0, 0, 0);
  const [oldest, , newest] = instances;

  test("without a mode the newest answers", () => {
    expect(chooseInstance(instances, "default")).toBe(newest);
  });

  test("exact is ambiguous", () => {
    expect(chooseInstance(instances, "exact")).toBe("ambiguous");
  });

  test("exact is ambiguous from two on", () => {
    expect(chooseInstance(toInstances(0, 0), "exact")).toBe("ambiguous");
  });

  test("first takes the oldest", () => {
    expect(chooseInstance(instances, "first")).toBe(oldest);
  });

  test("last takes the newest", () => {
    expect(chooseInstance(instances, "last")).toBe(newest);
  });

  test.each([
    [0, 0],
    [0.33, 0],
    [0.34, 1],
    [0.5, 1],
    [0.67, 2],
    [0.999, 2],
  ])("random takes each third of the numbers for one: %d", (random, index) => {
    vi.spyOn(Math, "random").mockReturnValue(random);
    expect(chooseInstance(instances, "random")).toBe(instances[index]);
  });

  test.each([
    [[2, 1, 3], 1],
    [[0, 1, 1], 0],
    [[3, 2, 1], 2],
    [[1, 1, 1], 0],
    [[2, 1, 1], 1],
  ])("min_load of loads %j takes the first of the least", (loads, index) => {
    const loaded = toInstances(...loads);
    expect(chooseInstance(loaded, "min_load")).toBe(loaded[index]);
  });
});
