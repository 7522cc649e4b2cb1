import { describe, expect, test } from "vitest";
import { findFunction, isPlainObject, toFunctionPath, walk } from "./lookup.js";

const fn = () => {};
const keysOf = (members: object, path: string) => findFunction(members, path)?.keys;

describe("Hypha, function look-up: the path without its slashes", () => {
  test.each([
    ["/f", "f"],
    ["/f/", "f"],
    ["//f//", "f"],
    ["f", "f"],
    ["/a/b/", "a/b"],
    ["/a//b", "a//b"],
    ["/a/b/c", "a/b/c"],
    ["/", "index"],
    ["", "index"],
    ["///", "index"],
    ["/Index", "Index"],
  ])("%j names the function %j", (path, name) => {
    expect(toFunctionPath(path)).toBe(name);
  });
});

describe("Hypha, function look-up: own, exact, case-sensitive keys of nested plain objects", () => {
  const members = {
    id: "S",
    name: "S",
    type: "functions",
    config: { visibility: "public", nested: { value: 1 } },
    echo: fn,
    "a.b": fn,
    "größe ☃": fn,
    "a b+c": fn,
    list: [fn, fn],
    api: { v1: { users: fn }, list: [fn] },
    bare: Object.assign(Object.create(null), { run: fn }),
  };

  test.each([
    ["/echo", ["echo"]],
    ["/echo/", ["echo"]],
    ["/api/v1/users", ["api", "v1", "users"]],
    ["/api/v1/users/", ["api", "v1", "users"]],
    ["/a.b", ["a.b"]],
    ["/größe ☃", ["größe ☃"]],
    ["/a b+c", ["a b+c"]],
    ["/bare/run", ["bare", "run"]],
  ])("%j calls the function at %j", (path, keys) => {
    expect(keysOf(members, path)).toEqual(keys);
  });

  test.each([
    ["/echo/extra", "what is below a function"],
    ["/Echo", "another case"],
    ["/ech", "a part of a key"],
    ["/api", "an object"],
    ["/api/v1", "a nested object"],
    ["/api/v1/posts", "a missing key"],
    ["/api//v1/users", "an empty key"],
    ["/api.v1.users", "a dotted path"],
    ["/api/a.b", "a dotted key elsewhere"],
    ["/config", "the settings"],
    ["/config/visibility", "a setting"],
    ["/id", "the id"],
    ["/name", "the name"],
    ["/type", "the type"],
    ["/list/0", "an element of an array"],
    ["/list", "an array"],
    ["/list/map", "a method of an array"],
    ["/list/length", "the length of an array"],
    ["/api/list/0", "an element of a nested array"],
    ["/constructor", "an inherited key"],
    ["/toString", "an inherited method"],
    ["/hasOwnProperty", "another inherited method"],
    ["/__proto__", "the prototype"],
    ["/__proto__/toString", "a method of the prototype"],
    ["/api/constructor", "an inherited key of a nested object"],
    ["/api/__proto__/toString", "a method of a nested object's prototype"],
    ["/echo/call", "a method of a function"],
    ["/echo/constructor", "the constructor of a function"],
    ["/", "index, which is missing"],
  ])("%j is not found: %s", (path) => {
    expect(findFunction(members, path)).toBeUndefined();
  });

  test("a missing function has no default in the prototype either", () => {
    expect(findFunction(Object.create({ default: fn }), "/x")).toBeUndefined();
  });

  test("a class instance inside a service is not entered", () => {
    class Api {
      users = fn;
    }
    expect(findFunction({ api: new Api() }, "/api/users")).toBeUndefined();
  });

  test("a function's own members are not entered", () => {
    expect(findFunction({ f: Object.assign(() => {}, { g: fn }) }, "/f/g")).toBeUndefined();
  });

  test("an own key that is named like an inherited one is found", () => {
    expect(keysOf({ toString: fn }, "/toString")).toEqual(["toString"]);
  });

  test("the function itself is found", () => {
    const users = () => {};
    expect(findFunction({ api: { users } }, "/api/users")?.fn).toBe(users);
  });

  test("a function that is found by its name gets no function path", () => {
    expect(findFunction({ f: fn, default: fn }, "/f")).not.toHaveProperty("functionPath");
  });
});

describe("Hypha, function look-up: flat keys with slashes", () => {
  test("a flat key matches", () => {
    expect(keysOf({ "api/users": fn }, "/api/users/")).toEqual(["api/users"]);
  });

  test("the nested walk comes first", () => {
    expect(keysOf({ "api/users": fn, api: { users: fn } }, "/api/users")).toEqual(["api", "users"]);
  });

  test("a flat key matches when the nested walk ends at something that is no function", () => {
    expect(keysOf({ "api/users": fn, api: { users: "text" } }, "/api/users")).toEqual(["api/users"]);
  });

  test("a flat key of something that is no function does not match", () => {
    expect(keysOf({ "api/users": "text" }, "/api/users")).toBeUndefined();
  });
});

describe("Hypha, function look-up: index", () => {
  test("an empty path calls index", () => {
    expect(keysOf({ index: fn }, "/")).toEqual(["index"]);
  });

  test("index can be called by its name", () => {
    expect(keysOf({ index: fn }, "/index")).toEqual(["index"]);
  });

  test.each([
    ["/api", { api: { index: fn } }, ["api", "index"]],
    ["/api/", { api: { index: fn } }, ["api", "index"]],
    ["/api/v1", { api: { v1: { index: fn } } }, ["api", "v1", "index"]],
    ["/a/b/c", { a: { b: { c: { index: fn } } } }, ["a", "b", "c", "index"]],
    ["/", { index: { index: fn } }, ["index", "index"]],
    ["/api", { "api/index": fn }, ["api/index"]],
  ])("%j of %o calls the index below, at any depth", (path, members, keys) => {
    expect(keysOf(members, path)).toEqual(keys);
  });

  test("the index of the service does not stand in for a missing function", () => {
    expect(findFunction({ index: fn }, "/missing")).toBeUndefined();
  });

  test("the index of an object above does not stand in for a missing function", () => {
    expect(findFunction({ api: { index: fn } }, "/api/missing")).toBeUndefined();
  });

  test("a function goes before the index below", () => {
    expect(keysOf({ "api/index": fn, api: fn }, "/api")).toEqual(["api"]);
  });

  test("an index that is no function does not match", () => {
    expect(findFunction({ api: { index: "text" } }, "/api")).toBeUndefined();
  });
});

describe("Hypha, function look-up: default", () => {
  const byDefault = () => {};
  const members = {
    default: byDefault,
    hello: fn,
    api: { users: fn, index: fn },
    id: "S",
    nested: { default: fn },
  };

  test.each([
    ["/unknown-path", "/unknown-path"],
    ["/unknown-path/", "/unknown-path"],
    ["/some/deep/path", "/some/deep/path"],
    ["/hello/extra", "/hello/extra"],
    ["/api/missing", "/api/missing"],
    ["/default/extra", "/default/extra"],
    ["/nested/missing", "/nested/missing"],
    ["/constructor", "/constructor"],
    ["/id", "/id"],
    ["/index/x", "/index/x"],
    ["/", "/"],
    ["", "/"],
    ["/index", "/"],
  ])("%j falls to default with the function path %j", (path, functionPath) => {
    expect(findFunction(members, path)).toEqual({ fn: byDefault, keys: ["default"], functionPath });
  });

  test("/default calls default directly, without a function path", () => {
    expect(findFunction(members, "/default")).toEqual({ fn: byDefault, keys: ["default"] });
  });

  test.each([
    ["/hello", ["hello"]],
    ["/api/users", ["api", "users"]],
    ["/api", ["api", "index"]],
  ])("%j goes before default", (path, keys) => {
    expect(keysOf(members, path)).toEqual(keys);
  });

  test("a default that is no function is not called", () => {
    expect(findFunction({ default: { status: 200 } }, "/x")).toBeUndefined();
  });

  test("a default below the service does not stand in", () => {
    expect(findFunction({ nested: { default: fn } }, "/nested/x")).toBeUndefined();
  });
});

describe("walk", () => {
  test("finds nothing at the service itself", () => {
    expect(walk({}, [])).toBeUndefined();
  });

  test("takes a key with a dot or a slash as it is", () => {
    expect(walk({ "a.b/c": fn }, ["a.b/c"])).toBe(fn);
  });
});

describe("isPlainObject", () => {
  class Thing {}
  test.each([
    ["an object literal", true, {}],
    ["Object.create(null)", true, Object.create(null)],
    ["an object of another realm", true, Object.create(Object.create(null))],
    ["an array", false, []],
    ["null", false, null],
    ["undefined", false, undefined],
    ["a string", false, "text"],
    ["a function", false, fn],
    ["a class instance", false, new Thing()],
    ["an object with a prototype of its own", false, Object.create({})],
    ["a Map", false, new Map()],
    ["a Date", false, new Date()],
  ])("%s: %j", (_what, expected, value) => {
    expect(isPlainObject(value)).toBe(expected);
  });
});
