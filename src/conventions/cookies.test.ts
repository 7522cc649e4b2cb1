import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatCookie, formatCookieHeader, parseSetCookies, takeSetCookies } from "./cookies.js";

const URL_ = "https://app.example.org/W/apps/S/f";
const NOW = Date.UTC(2026, 0, 1);
const DAY = 24 * 60 * 60 * 1000;

function orderOf(line: string, url = URL_) {
  const [order] = parseSetCookies([line], url, NOW);
  return order;
}

function entryOf(line: string, url = URL_) {
  return orderOf(line, url)?.entry;
}

describe("set-cookie: name and value", () => {
  test.each([
    ["a=1", "a", "1"],
    [" a = 1 ; Secure", "a", "1"],
    ["a=b=c", "a", "b=c"],
    ["a=", "a", ""],
    ["a=%C3%A9%20+", "a", "%C3%A9%20+"],
    ["a=%", "a", "%"],
    ['a="x, y"', "a", '"x, y"'],
    ["a=1, b=2", "a", "1, b=2"],
    ["a=héé", "a", "héé"],
    ["=v", "", "v"],
    ["v", "", "v"],
  ])("%j is %j with the value %j as it is", (line, name, value) => {
    expect(entryOf(line)).toMatchObject({ name, value });
  });

  test.each(["", ";", "=", "; Path=/"])("%j is no cookie", (line) => {
    expect(parseSetCookies([line], URL_, NOW)).toEqual([]);
  });

  test("every line is a cookie, in their order", () => {
    const names = parseSetCookies(["b=1", "a=2", "b=3"], URL_, NOW).map(
      ({ entry }) => entry.name + entry.value,
    );
    expect(names).toEqual(["b1", "a2", "b3"]);
  });

  test("a cookie without attributes has a path, and nothing else", () => {
    expect(orderOf("a=1")).toEqual({
      entry: { name: "a", value: "1", path: "/W/apps/S" },
      isHttpOnly: false,
      isDeletion: false,
    });
  });
});

describe("set-cookie: path", () => {
  test.each([
    ["a=1; Path=/", "/"],
    ["a=1; path=/x/", "/x/"],
    ["a=1; Path=x", "/W/apps/S"],
    ["a=1; Path=", "/W/apps/S"],
    ["a=1; Path", "/W/apps/S"],
  ])("of %j is %s", (line, path) => {
    expect(entryOf(line)?.path).toBe(path);
  });

  test.each([
    ["https://example.org", "/"],
    ["https://example.org/", "/"],
    ["https://example.org/f", "/"],
    ["https://example.org/a/", "/a"],
    ["https://example.org/a/b", "/a"],
    ["https://example.org/a%20b/c?d=/e/f", "/a%20b"],
  ])("for %s is %s by default", (url, path) => {
    expect(entryOf("a=1", url)?.path).toBe(path);
  });
});

describe("set-cookie: how long", () => {
  test.each([
    ["Max-Age=60", NOW + 60_000],
    ["Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT", NOW + 60_000],
    ["Expires=Thu, 01 Jan 1970 00:00:00 GMT; max-age=60", NOW + 60_000],
    ["Expires=Fri, 02 Jan 2026 00:00:00 GMT", NOW + DAY],
    ["Expires=Fri, 02-Jan-26 00:00:00 GMT", NOW + DAY],
    ["Max-Age=x; Expires=Fri, 02 Jan 2026 00:00:00 GMT", NOW + DAY],
    ["Max-Age=999999999", NOW + 400 * DAY],
    ["Max-Age=99999999999999999999999999", NOW + 400 * DAY],
    ["Expires=Fri, 01 Jan 2100 00:00:00 GMT", NOW + 400 * DAY],
  ])("%s", (attributes, expires) => {
    expect(orderOf(`a=1; ${attributes}`)).toMatchObject({ isDeletion: false, entry: { expires } });
  });

  test.each(["", "Max-Age=", "Max-Age=1.5", "Expires=tomorrow", "Expires="])(
    "%j is until the browser ends",
    (attributes) => {
      expect(entryOf(`a=1; ${attributes}`)).not.toHaveProperty("expires");
    },
  );

  test.each([
    "Max-Age=0",
    "Max-Age=-1",
    "Max-Age=0; Expires=Fri, 01 Jan 2100 00:00:00 GMT",
    "Expires=Thu, 01 Jan 1970 00:00:00 GMT",
    "Expires=Wed, 31 Dec 2025 23:59:59 GMT",
    "Expires=Mon, 01 Jan 1601 00:00:00 GMT",
  ])("%s deletes", (attributes) => {
    expect(orderOf(`a=; ${attributes}`)?.isDeletion).toBe(true);
  });
});

describe("set-cookie: the other attributes", () => {
  test.each([
    ["Secure", { secure: true }],
    ["secure=x", { secure: true }],
    ["SameSite=Lax", { sameSite: "lax" }],
    ["samesite=STRICT", { sameSite: "strict" }],
    ["SameSite=None; Secure", { sameSite: "none", secure: true }],
    ["SameSite=other", {}],
    ["SameSite", {}],
    ["Partitioned; Secure", { partitioned: true, secure: true }],
    ["Domain=example.org", { domain: "example.org" }],
    ["Domain=.Example.ORG", { domain: "example.org" }],
    ["Domain=", {}],
    ["Priority=High; constructor=x; name=x; value=y", {}],
  ])("%s", (attributes, expected) => {
    expect(entryOf(`a=1; ${attributes}`)).toMatchObject({ name: "a", value: "1", ...expected });
    for (const key of ["secure", "sameSite", "partitioned", "domain"].filter((key) => !(key in expected)))
      expect(entryOf(`a=1; ${attributes}`)).not.toHaveProperty(key);
  });

  test.each(["HttpOnly", "httponly=x"])("%s is told, for a page cannot set it", (attribute) => {
    expect(orderOf(`a=1; ${attribute}`)?.isHttpOnly).toBe(true);
  });
});

describe("set-cookie: what no browser takes", () => {
  test.each([
    ["__Secure-a=1", "names that begin with __Secure- need Secure"],
    ["__secure-a=1", "names that begin with __Secure- need Secure"],
    ["__Host-a=1; Path=/", "names that begin with __Host- need Secure, Path=/ and no Domain"],
    ["__Host-a=1; Secure", "names that begin with __Host- need Secure, Path=/ and no Domain"],
    [
      "__Host-a=1; Secure; Path=/; Domain=example.org",
      "names that begin with __Host- need Secure, Path=/ and no Domain",
    ],
    ["__Http-a=1; Secure; HttpOnly", "only a server can set names that begin with __Http- or __Host-Http-"],
    ["__Host-Http-a=1; Secure; Path=/; HttpOnly", "only a server can set names that begin with __Http-"],
    ["a=1; SameSite=None", "SameSite=None needs Secure"],
    ["a=1; Partitioned", "Partitioned needs Secure"],
    ["a=1; Domain=example.com", "Domain example.com is not app.example.org's"],
    ["a=1; Domain=pp.example.org", "Domain pp.example.org is not app.example.org's"],
    ["a=1; Domain=x.app.example.org", "Domain x.app.example.org is not app.example.org's"],
    ["a=\x01", "it has control characters"],
    [`a=${"x".repeat(4096)}`, "name and value are longer than 4096 characters"],
  ])("%.50s", (line, problem) => {
    expect(orderOf(line)?.problem).toMatch(problem);
  });

  test.each([
    "__Secure-a=1; Secure",
    "__Host-a=1; Secure; Path=/",
    "a=1; Domain=app.example.org",
    "a=1; Domain=example.org",
    "a=1\t2",
    `a=${"x".repeat(4095)}`,
  ])("%.50s is fine", (line) => {
    expect(orderOf(line)).not.toHaveProperty("problem");
  });

  test("a domain of numbers is an address, and has no parts", () => {
    expect(orderOf("a=1; Domain=0.0.1", "http://127.0.0.1/")?.problem).toMatch("is not 127.0.0.1's");
  });

  test('a default path with ";", which an attribute would cut off', () => {
    expect(orderOf("a=1", "https://example.org/a;b/c")?.problem).toMatch('has a ";"; give it a Path');
  });
});

describe("formatCookie", () => {
  test.each([
    ["a=1", "a=1; Path=/W/apps/S"],
    [
      "a=b%20=; path=/; MAX-AGE=60; Domain=.example.org; samesite=lax; secure; partitioned; httponly",
      "a=b%20=; Path=/; Domain=example.org; Expires=Thu, 01 Jan 2026 00:01:00 GMT; SameSite=lax; Secure; Partitioned",
    ],
    ["a=; Max-Age=0", "a=; Path=/W/apps/S; Expires=Thu, 01 Jan 1970 00:00:00 GMT"],
    ["v", "=v; Path=/W/apps/S"],
  ])("%j is written %j", (line, written) => {
    const entry = entryOf(line);
    expect(entry && formatCookie(entry)).toBe(written);
  });

  test("does not end before its time", () => {
    const entry = { name: "a", value: "1", path: "/", expires: 1 };
    expect(formatCookie(entry)).toBe("a=1; Path=/; Expires=Thu, 01 Jan 1970 00:00:01 GMT");
  });

  test("is read back as the same cookie, whatever the line", () => {
    const attribute = fc.constantFrom(
      ...["Path=/x", "Path=y", "Max-Age=5", "Max-Age=-5", "Expires=Fri, 02 Jan 2026 00:00:00 GMT", "Secure"],
      ...[
        "HttpOnly",
        "SameSite=Lax",
        "SameSite=x",
        "Domain=example.org",
        "Domain=..",
        "Partitioned",
        "=",
        "",
      ],
    );
    const line = fc
      .tuple(fc.string(), fc.array(fc.oneof(attribute, fc.string())))
      .map(([pair, attributes]) => [pair, ...attributes].join(";"));
    fc.assert(
      fc.property(line, (line) => {
        const order = orderOf(line);
        if (!order || order.problem) return;
        expect(entryOf(formatCookie(order.entry))).toEqual(order.entry);
      }),
      { numRuns: 1000 },
    );
  });

  test("no line makes a throw escape", () => {
    const lines = fc.array(fc.string({ unit: "binary" }));
    fc.assert(fc.property(lines, (lines) => parseSetCookies(lines, URL_, NOW).length <= lines.length));
  });
});

describe("formatCookieHeader", () => {
  test.each([
    [[], ""],
    [[{ name: "a", value: "1" }], "a=1"],
    [
      [
        { name: "a", value: "1" },
        { name: "b", value: "%20=" },
        { name: "a", value: "" },
      ],
      "a=1; b=%20=; a=",
    ],
    [[{ name: "", value: "v" }], "v"],
  ])("%j is %j", (cookies, header) => {
    expect(formatCookieHeader(cookies)).toBe(header);
  });
});

describe("takeSetCookies", () => {
  test("takes every set-cookie off an answer", () => {
    const headers: [string, string][] = [
      ["Set-Cookie", "a=1"],
      ["x-a", "1"],
      ["set-cookie", "b=2"],
    ];
    expect(takeSetCookies({ status: 200, headers, body: "x" })).toEqual({
      lines: ["a=1", "b=2"],
      answer: { status: 200, headers: [["x-a", "1"]], body: "x" },
    });
  });

  test("gives an answer without cookies as it is", () => {
    const answer = { status: 200, headers: [], body: null };
    expect(takeSetCookies(answer).answer).toBe(answer);
  });
});
