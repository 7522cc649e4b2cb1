import { describe, expect, test, vi } from "vitest";
import type { ServiceInfo, ServiceSchema } from "./protocol.js";
import { toRemoteService } from "./remote.js";
import { toService } from "./service.js";

const place = { workspace: "W", clientId: "c1", scope: "https://example.org/", notify: true };
const fn = () => {};

/** A service as another page sees it: its info went through JSON. */
function remoteOf(definition: object, invoke = vi.fn(async () => "result" as unknown)) {
  const { info } = toService({ id: "S", ...definition }, place);
  return { remote: toRemoteService(JSON.parse(JSON.stringify(info)), invoke), invoke };
}

describe("Hypha, getService: a service as callables", () => {
  test("calls a function by its key, with its arguments", async () => {
    const { remote, invoke } = remoteOf({ add: fn });
    expect(await remote.add(1, { b: 2 })).toBe("result");
    expect(invoke).toHaveBeenCalledExactlyOnceWith(["add"], [1, { b: 2 }]);
  });

  test("calls nested functions by their keys", async () => {
    const { remote, invoke } = remoteOf({ api: { v1: { users: fn } } });
    await remote.api.v1.users();
    expect(invoke).toHaveBeenCalledExactlyOnceWith(["api", "v1", "users"], []);
  });

  test("rejects as the call rejects", async () => {
    const { remote } = remoteOf(
      { add: fn },
      vi.fn(() => Promise.reject(new Error("gone"))),
    );
    await expect(remote.add()).rejects.toThrow("gone");
  });

  test("has the fields of its info beside them", () => {
    expect(remoteOf({ add: fn }).remote).toMatchObject({
      id: "W/c1:S",
      name: "S",
      url: "https://example.org/W/apps/S/",
      config: { visibility: "protected" },
    });
  });

  test("offers nothing but what the schema has", () => {
    const { remote } = remoteOf({ add: fn, text: "x" });
    expect(remote.text).toBeUndefined();
  });

  test("takes functions named like the parts of a schema for what they are", async () => {
    const { remote, invoke } = remoteOf({ api: { type: fn, function: { name: fn } } });
    await remote.api.type();
    await remote.api.function.name();
    expect(invoke.mock.calls).toEqual([
      [["api", "type"], []],
      [["api", "function", "name"], []],
    ]);
  });

  test("an info field goes before a function of that name", () => {
    const schema: ServiceSchema = { url: { type: "function", function: { name: "url" } } };
    const info = { ...toService({ id: "S" }, place).info, service_schema: schema } satisfies ServiceInfo;
    expect(toRemoteService(info, async () => {}).url).toBe("https://example.org/W/apps/S/");
  });
});
