import { describe, expect, test } from "vitest";
import { diffServices } from "./watch.js";

/** Services by id, as JSON with a version. */
function toList(versions: Readonly<Record<string, number>>): Map<string, string> {
  return new Map(Object.entries(versions).map(([id, version]) => [id, JSON.stringify({ id, version })]));
}

describe("what changed between two lists of services", () => {
  test.each([
    ["nothing", {}, {}, []],
    ["nothing, though the order did", { a: 1, b: 1 }, { b: 1, a: 1 }, []],
    ["one that came", { a: 1 }, { a: 1, b: 1 }, [["service_added", { id: "b", version: 1 }]]],
    ["one that changed", { a: 1, b: 1 }, { a: 1, b: 2 }, [["service_updated", { id: "b", version: 2 }]]],
    ["one that went, as it was", { a: 1, b: 3 }, { a: 1 }, [["service_removed", { id: "b", version: 3 }]]],
    [
      "removals first, then the others in the order of the new list",
      { a: 1, b: 1, c: 1 },
      { d: 1, c: 2, a: 1 },
      [
        ["service_removed", { id: "b", version: 1 }],
        ["service_added", { id: "d", version: 1 }],
        ["service_updated", { id: "c", version: 2 }],
      ],
    ],
  ])("%s", (_what, before, after, changes) => {
    expect(diffServices(toList(before), toList(after))).toEqual(changes);
  });
});
