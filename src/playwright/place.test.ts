import { describe, expect, test } from "vitest";
import { type ServeOptions, toKey, toPattern, toPlace } from "./place.js";

const toScope = (options: ServeOptions, baseURL?: string) => toPlace(options, baseURL).scope;

test.each<[ServeOptions, string | undefined, string]>([
  [{}, undefined, "http://localhost/"],
  [{}, "http://localhost:5173", "http://localhost:5173/"],
  [{}, "http://localhost:5173/shop/", "http://localhost:5173/shop/"],
  [{}, "http://localhost:5173/shop", "http://localhost:5173/"],
  [{ base: "/other/" }, "http://localhost:5173/shop/", "http://localhost:5173/other/"],
  [{ origin: "https://api.example" }, "http://localhost:5173/shop/", "https://api.example/"],
  [{ origin: "https://api.example/v1/" }, undefined, "https://api.example/v1/"],
  [{ at: "/api/" }, "http://localhost:5173/shop/", "http://localhost:5173/api/"],
])("%j with the base URL %s is served at %s", (options, baseURL, scope) => {
  expect(toScope(options, baseURL)).toBe(scope);
});

describe("the pattern", () => {
  const isAsked = (options: ServeOptions, url: string) => toPattern(toPlace(options, undefined)).test(url);

  test.each<[ServeOptions, string, boolean]>([
    [{}, "http://a.example/local/apps/s/f", true],
    [{}, "https://b.example:8443/local/services/", true],
    [{}, "http://a.example/x/local/apps/s/f", false],
    [{}, "http://a.example/?to=/local/apps/s/f", false],
    [{ at: "/api/" }, "http://a.example/api/", true],
    [{ at: "/api/" }, "http://a.example/api/users?a=1", true],
    [{ at: "/api/" }, "http://a.example/apiary", false],
    [{ at: "/api/" }, "http://a.example/x/api/users", false],
    [{ base: "/shop (1)/" }, "http://a.example/shop (1)/local/apps/s/f", true],
    [{ origin: "https://api.example" }, "https://api.example/local/apps/s/f", true],
    [{ origin: "https://api.example" }, "https://apixexample/local/apps/s/f", false],
    [{ origin: "https://api.example" }, "https://elsewhere.example/local/apps/s/f", false],
  ])("of %j takes %s: %s", (options, url, is) => {
    expect(isAsked(options, url)).toBe(is);
  });
});

test("places of one origin and path are the same", () => {
  const key = (options: ServeOptions) => toKey(toPlace(options, "http://localhost:1/shop/"));
  expect(key({ workspace: "a" })).toBe(key({ workspace: "b", base: "/shop/" }));
  expect(key({ origin: "http://localhost:1" })).not.toBe(key({ base: "/" }));
  expect(key({ at: "/shop/" })).not.toBe(key({}));
});

test.each<[ServeOptions, string]>([
  [{ workspace: "a/b" }, 'serve() got workspace "a/b", which must not contain "/"'],
  [{ origin: "api.example" }, 'serve() got origin "api.example", which must be an absolute URL'],
  [{ origin: "file:///a" }, "which must be an absolute URL"],
  [{ base: "shop/" }, 'serve() got base "shop/", which must begin and end with "/"'],
  [{ at: "api" }, 'serve() got at "api", which must begin and end with "/"'],
  [{ at: "/api/", base: "/" }, 'serve() got at "/api/", which goes without base'],
  [{ in: "worker" as "page" }, 'serve() got in "worker", which must be "test" or "page"'],
])("%j is refused", (options, message) => {
  expect(() => toPlace(options, undefined)).toThrow(message);
});
