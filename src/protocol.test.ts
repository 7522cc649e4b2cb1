import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatLockName, isTabserveMessage, LOOP_PATH, type LockName, parseLockName } from "./protocol.js";
import { parseAddress } from "./route.js";

const lock: LockName = { scope: "/a/", workspace: "my ws", client: "c-1", nonce: "n" };

describe("the name of a connection's lock", () => {
  test("holds scope, workspace, the worker's id of the page and a nonce, encoded", () => {
    expect(formatLockName(lock)).toBe("tabserve/%2Fa%2F/my%20ws/c-1/n");
  });

  test("leads back to what it was made of", () => {
    expect(parseLockName("tabserve/%2Fa%2F/my%20ws/c-1/n")).toEqual(lock);
  });

  test("leads back to any text in its parts", () => {
    const part = fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom("", "/", "%", "%2F", "tabserve/"));
    const lockName = fc.record({ scope: part, workspace: part, client: part, nonce: part });
    fc.assert(
      fc.property(lockName, (one) => {
        expect(parseLockName(formatLockName(one))).toEqual(one);
      }),
    );
  });

  test("is another for another part", () => {
    const others = (["scope", "workspace", "client", "nonce"] as const).map((key) => ({
      ...lock,
      [key]: "x",
    }));
    expect(new Set([lock, ...others].map(formatLockName)).size).toBe(5);
  });

  test.each([
    ["", "nothing"],
    ["tabserve", "the prefix alone"],
    ["tabserve/a/b/c", "a part too few"],
    ["tabserve/a/b/c/d/e", "a part too many"],
    ["other/a/b/c/d", "another prefix"],
    ["tabserver/a/b/c/d", "a longer prefix"],
    ["Tabserve/a/b/c/d", "another case"],
    ["/tabserve/a/b/c", "a slash before it"],
    ["tabserve/%/b/c/d", "an escape that is none"],
    ["tabserve/a/b/c/%ff", "bytes that are no UTF-8"],
  ])("%j is somebody else's: %s", (name) => {
    expect(parseLockName(name)).toBeUndefined();
  });
});

test("any lock name at all can be read", () => {
  const name = fc.array(fc.oneof(fc.constantFrom("tabserve", "%", "%ff", "%2F"), fc.string()));
  fc.assert(
    fc.property(name, (parts) => {
      const parsed = parseLockName(parts.join("/"));
      expect(parsed === undefined || typeof parsed.workspace === "string").toBe(true);
    }),
  );
});

describe("a message of ours", () => {
  test.each([{ tabserve: "claim" }, { tabserve: "wake", lock: "x" }, { tabserve: "" }])("is %j", (data) => {
    expect(isTabserveMessage(data)).toBe(true);
  });

  test.each([
    undefined,
    null,
    "tabserve",
    1,
    true,
    {},
    [],
    { tabserve: 1 },
    { tabserve: null },
    { type: "x" },
  ])("is not %j", (data) => {
    expect(isTabserveMessage(data)).toBe(false);
  });
});

describe("the request that proves a page is served", () => {
  test("has an address of the URL grammar", () => {
    expect(parseAddress(new URL(LOOP_PATH, "https://example.org/a/"), "/a/")).toMatchObject({
      workspace: ".tabserve",
      serviceId: "loop",
    });
  });
});
