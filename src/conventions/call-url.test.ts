import { describe, expect, test } from "vitest";
import { toExampleCall } from "../example-call.js";
import { toCallUrl, toServiceUrl } from "./call-url.js";

const call = toExampleCall({ workspace: "W", serviceId: "S", path: "/a/b", query: "c=1" });
const scope = "https://example.org/shop/";

describe("a call asks", () => {
  test.each([
    ["its service", undefined, call, "https://example.org/shop/W/apps/S/a/b?c=1"],
    [
      "the place where its service is mounted",
      "https://example.org/api/",
      call,
      "https://example.org/api/a/b?c=1",
    ],
    ["without a query", "https://example.org/api/", { ...call, query: "" }, "https://example.org/api/a/b"],
  ])("%s", (_what, mount, asked, url) => {
    expect(toCallUrl(asked, { scope, ...(mount && { mount }) })).toBe(url);
  });
});

describe("a service answers", () => {
  test("below its workspace", () => {
    expect(toServiceUrl(call, { scope })).toBe("https://example.org/shop/W/apps/S/");
  });

  test("where it is mounted", () => {
    expect(toServiceUrl(call, { scope, mount: "https://example.org/api/" })).toBe("https://example.org/api/");
  });
});
