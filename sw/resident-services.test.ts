import { expect, test } from "vitest";
import { Recorder } from "../src/activations/recorder.js";
import { isTabserveError } from "../src/errors.js";
import { toResidentServices } from "./resident-services.js";

const place = { scope: "https://example.org/a/", workspace: "local" };

function check(services: unknown, workspace: unknown = "local") {
  const own = { ...place, workspace: workspace as string };
  return toResidentServices(services, own, new Recorder(own));
}

test("services have the worker's client id, and every page's are newer", () => {
  const [first, second] = [
    ...check([
      { id: "a", f() {} },
      { id: "b", type: "functions", config: { visibility: "public" } },
    ]).values(),
  ];
  expect(first?.info).toMatchObject({ id: "local/worker:a", type: "generic" });
  expect(second?.info.url).toBe("https://example.org/a/local/apps/b/");
  expect([first?.wire.since, second?.wire.since]).toEqual([0, 1]);
  expect(second?.wire.visibility).toBe("public");
});

test("DigitalOcean's settings decide how long to wait, and secrets stay untold", () => {
  const functions = { f: { limits: { timeout: 5_000 }, environment: { KEY: "secret" } } };
  const config = { convention: "digitalocean", functions };
  const service = check([{ id: "a", type: "functions", config, f: () => ({}) }]).get("a");
  expect(service?.wire.timeout).toBe(6_000);
  expect(service?.wire.info).not.toContain("secret");
  expect(service?.invoke).toBeTypeOf("function");
});

test.each([
  ["local", "none", "bad-option", 'services "none", which must be a list'],
  ["a/b", [], "bad-option", 'the workspace "a/b", which must not contain "/"'],
  [".own", [], "bad-option", 'the workspace ".own", which must not start with "."'],
  [5, [], "bad-option", "the workspace 5, which must be a string, not number"],
  ["local", [{ id: "a" }, { id: "a" }], "bad-option", 'two services with the id "a"; rename one'],
  ["local", [{ f() {} }], "bad-service", "Service id undefined is missing; give the service an id"],
  ["local", ["a"], "bad-service", 'A service must be an object, not "a"'],
  ["local", [{ id: "a", config: { timeout: 0 } }], "bad-service", "config.timeout of service a is 0"],
  [
    "local",
    [{ id: "a", type: "fetch" }],
    "bad-service",
    "Service a has the type fetch, and its fetch is undefined",
  ],
  [
    "local",
    [{ id: "a", type: "functions", config: { convention: "digitalocean", webb: 1 } }],
    "bad-service",
    "Service a: config.webb",
  ],
])("createHost with the workspace %j and %j is refused: %s, %s", (workspace, services, code, text) => {
  let thrown: unknown;
  try {
    check(services, workspace);
  } catch (error) {
    thrown = error;
  }
  expect(isTabserveError(thrown) && [thrown.code, thrown.message]).toEqual([
    code,
    expect.stringContaining(text),
  ]);
});
