import { expect, test } from "vitest";
import type { ServiceInfo, ServiceSchema } from "../index.js";
import { isFromClient, listFunctions, toServiceName } from "./functions.js";

const fn = (name: string) => ({ type: "function", function: { name } }) as const;

function toInfo(service_schema: ServiceSchema, type = "functions"): ServiceInfo {
  const texts = { name: "S", description: "", docs: "" };
  return {
    ...texts,
    id: "W/client:S",
    type,
    config: {},
    app_id: "*",
    service_schema,
    url: "https://x/W/apps/S/",
  };
}

test("names nested functions by their path and gives each its URL", () => {
  const info = toInfo({ hello: fn("hello"), api: { users: fn("users") } });
  expect(listFunctions(info)).toEqual([
    { name: "hello", url: "https://x/W/apps/S/hello/" },
    { name: "api/users", url: "https://x/W/apps/S/api/users/" },
  ]);
});

test("finds index at the folder itself", () => {
  const info = toInfo({ index: fn("index"), api: { index: fn("index") } });
  expect(listFunctions(info).map(({ url }) => url)).toEqual([
    "https://x/W/apps/S/",
    "https://x/W/apps/S/api/",
  ]);
});

test("finds default where nothing else answers", () => {
  const urls = (schema: ServiceSchema) => listFunctions(toInfo(schema)).map(({ url }) => url);
  expect(urls({ default: fn("default") })).toEqual(["https://x/W/apps/S/"]);
  expect(urls({ default: fn("default"), index: fn("index") })).toEqual(["https://x/W/apps/S/"]);
});

test("encodes names, and keeps the slashes of flat ones", () => {
  const info = toInfo({ "a b/ü?": fn("a b/ü?") });
  expect(listFunctions(info)[0]?.url).toBe("https://x/W/apps/S/a%20b/%C3%BC%3F/");
});

test("enters a group whose member is called type", () => {
  expect(listFunctions(toInfo({ api: { type: fn("type") } }))[0]?.name).toBe("api/type");
});

test("lists nothing for a service that is not called over HTTP", () => {
  expect(listFunctions(toInfo({ hello: fn("hello") }, "generic"))).toEqual([]);
});

test("takes a service's id apart", () => {
  expect(toServiceName(toInfo({}))).toBe("S");
  expect(isFromClient(toInfo({}), "client")).toBe(true);
  expect(isFromClient(toInfo({}), "clien")).toBe(false);
});
