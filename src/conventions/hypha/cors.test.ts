import { describe, expect, test } from "vitest";
import { addCors } from "./cors.js";

const METHODS = "GET,POST,PUT,DELETE,PATCH,HEAD,OPTIONS";

describe("Hypha, CORS on every answer", () => {
  test("allows everybody when no Origin was sent", () => {
    expect(Object.fromEntries(addCors([], undefined))).toEqual({
      "access-control-allow-origin": "*",
      "access-control-allow-methods": METHODS,
      "access-control-allow-headers": "Authorization,Content-Type",
      "access-control-expose-headers": "Content-Disposition",
    });
  });

  test("allows the Origin that was sent, with credentials", () => {
    expect(Object.fromEntries(addCors([], "http://localhost:3000"))).toEqual({
      "access-control-allow-origin": "http://localhost:3000",
      "access-control-allow-credentials": "true",
      "access-control-allow-methods": METHODS,
      "access-control-allow-headers": "Authorization,Content-Type",
      "access-control-expose-headers": "Content-Disposition",
    });
  });

  test.each([null, ""])("takes the origin %j for none", (origin) => {
    expect(addCors([], origin)).toEqual(addCors([], undefined));
  });

  test("allows the opaque origin by its name", () => {
    expect(addCors([], "null")).toContainEqual(["access-control-allow-origin", "null"]);
  });

  test.each([
    "Access-Control-Allow-Origin",
    "access-control-allow-credentials",
    "Access-Control-Allow-Methods",
    "access-control-allow-headers",
    "ACCESS-CONTROL-EXPOSE-HEADERS",
  ])("a header that the handler set wins: %s", (name) => {
    const headers = addCors([[name, "own"]], "http://localhost:3000");
    expect(headers.filter(([key]) => key.toLowerCase() === name.toLowerCase())).toEqual([[name, "own"]]);
  });

  test("keeps the handler's headers, their order and their repetitions", () => {
    const own: [string, string][] = [
      ["x-b", "1"],
      ["set-cookie", "a=1"],
      ["set-cookie", "b=2"],
    ];
    expect(addCors(own, undefined).slice(0, 3)).toEqual(own);
  });

  test("leaves the given list as it is", () => {
    const own: [string, string][] = [["x", "1"]];
    addCors(own, "http://localhost:3000");
    expect(own).toEqual([["x", "1"]]);
  });
});
