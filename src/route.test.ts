import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findNameProblem } from "./names.js";
import {
  decodePercent,
  formatAddress,
  formatServiceUrl,
  parseAddress,
  parseMode,
  parseServiceId,
} from "./route.js";

const ORIGIN = "https://example.org";

function addressOf(path: string, scope = "/") {
  return parseAddress(new URL(ORIGIN + path), scope);
}

/** Any code points, halves of surrogate pairs among them. */
const codePoints = fc.string({ unit: fc.nat(0x10ffff).map((code) => String.fromCodePoint(code)) });

/** Any text that may name a workspace or a service. */
const legalName = fc
  .oneof(codePoints, fc.string({ unit: "grapheme" }), fc.string())
  .filter((name) => findNameProblem(name) === undefined);
const anyText = fc.oneof(
  codePoints,
  fc.string({
    unit: fc.constantFrom("%", "%e2", "%98", "%83", "%C3", "%FF", "%00", "%2F", "%zz", "+", "a", "é"),
  }),
);

describe("Hypha, address: /{workspace}/apps/{service_id}/{path}", () => {
  test.each([
    ["/W/apps/S/f", { workspace: "W", serviceId: "S", path: "/f", query: "" }],
    ["/W/apps/S/f/", { workspace: "W", serviceId: "S", path: "/f/", query: "" }],
    ["/W/apps/S/", { workspace: "W", serviceId: "S", path: "/", query: "" }],
    ["/W/apps/S", { workspace: "W", serviceId: "S", path: "", query: "" }],
    ["/W/apps/S?a=1", { workspace: "W", serviceId: "S", path: "", query: "a=1" }],
    ["/W/apps/S/a/b/c?a=1&b", { workspace: "W", serviceId: "S", path: "/a/b/c", query: "a=1&b" }],
    ["/W/apps/S//f//", { workspace: "W", serviceId: "S", path: "//f//", query: "" }],
    ["/W/apps/S/apps/T", { workspace: "W", serviceId: "S", path: "/apps/T", query: "" }],
    ["/apps/apps/apps/f", { workspace: "apps", serviceId: "apps", path: "/f", query: "" }],
    ["/W/apps/client-1:S/f", { workspace: "W", serviceId: "client-1:S", path: "/f", query: "" }],
    ["/W/apps/*:S/f", { workspace: "W", serviceId: "*:S", path: "/f", query: "" }],
    ["/W/apps/S/f?", { workspace: "W", serviceId: "S", path: "/f", query: "" }],
    ["/W/apps/S/f#part", { workspace: "W", serviceId: "S", path: "/f", query: "" }],
  ])("%s", (path, address) => {
    expect(addressOf(path)).toEqual({ face: "apps", ...address });
  });

  test.each([
    ["/my%20ws/apps/S/", "my ws", "S"],
    ["/W/apps/gr%C3%B6%C3%9Fe/", "W", "größe"],
    ["/W/apps/größe/", "W", "größe"],
    ["/W/apps/client%3AS/", "W", "client:S"],
    ["/W%2FX/apps/S/", "W/X", "S"],
    ["/W/apps/a+b/", "W", "a+b"],
    ["/100%/apps/S%ff/", "100%", "S\ufffd"],
  ])("%s has its workspace and service percent-decoded", (path, workspace, serviceId) => {
    expect(addressOf(path)).toMatchObject({ workspace, serviceId });
  });

  test("path and query stay percent-encoded", () => {
    expect(addressOf("/W/apps/S/a%20b%2Fc?q=%20+%2B")).toMatchObject({
      path: "/a%20b%2Fc",
      query: "q=%20+%2B",
    });
  });

  test.each([
    "/",
    "/W",
    "/W/",
    "/W/apps",
    "/W/apps/",
    "/W/apps//f",
    "//apps/S/f",
    "/W/app/S/f",
    "/W/Apps/S/f",
    "/W/xapps/S/f",
    "/W/appsx/S/f",
    "/W/%61pps/S/f",
    "/a/W/apps/S/f",
    "/apps/S/f",
    "/index.html",
    "/W/services",
    "/W/services//f",
    "/W/service/S/f",
    "/W/Services/S/f",
    "/W/%73ervices/S/f",
    "/a/W/services/S/f",
    "/services/S/f",
    "//services/",
    "/?/W/apps/S/f",
  ])("%s is not ours", (path) => {
    expect(addressOf(path)).toBeUndefined();
  });

  test("the browser has resolved dots before anybody looks", () => {
    expect(addressOf("/W/apps/S/a/../%2e%2e/T/f")).toMatchObject({ serviceId: "T", path: "/f" });
  });
});

describe("Hypha, REST: /{workspace}/services/{service_id}/{function}", () => {
  test.each([
    ["/W/services/", { serviceId: "", path: "", query: "" }],
    ["/W/services/?include_unlisted=true", { serviceId: "", path: "", query: "include_unlisted=true" }],
    ["/W/services/S", { serviceId: "S", path: "", query: "" }],
    ["/W/services/S/", { serviceId: "S", path: "/", query: "" }],
    ["/W/services/S/f?a=1", { serviceId: "S", path: "/f", query: "a=1" }],
    ["/W/services/S/a.b", { serviceId: "S", path: "/a.b", query: "" }],
    ["/W/services/S/apps/T", { serviceId: "S", path: "/apps/T", query: "" }],
    ["/W/services/client%3Agr%C3%B6%C3%9Fe/f", { serviceId: "client:größe", path: "/f", query: "" }],
  ])("%s", (path, address) => {
    expect(addressOf(path)).toEqual({ face: "services", workspace: "W", ...address });
  });

  test("a service may be called services, and a workspace too", () => {
    expect(addressOf("/services/services/services/f")).toEqual({
      face: "services",
      workspace: "services",
      serviceId: "services",
      path: "/f",
      query: "",
    });
    expect(addressOf("/W/apps/services/S")).toMatchObject({ face: "apps", serviceId: "services" });
  });
});

describe("the scope of the worker", () => {
  test("is left out of the address", () => {
    expect(addressOf("/tools/a b/W/apps/S/f", "/tools/a%20b/")).toMatchObject({
      workspace: "W",
      serviceId: "S",
    });
  });

  test.each([
    ["/W/apps/S/f", "another folder"],
    ["/toolsW/apps/S/f", "a longer name"],
    ["/Tools/W/apps/S/f", "another case"],
    ["/a/tools/W/apps/S/f", "the same folder elsewhere"],
  ])("%s is outside of /tools/: %s", (path) => {
    expect(addressOf(path, "/tools/")).toBeUndefined();
  });
});

describe("the URL of a service", () => {
  test.each([
    ["W", "S", "https://example.org/W/apps/S/"],
    ["my ws", "größe", "https://example.org/my%20ws/apps/gr%C3%B6%C3%9Fe/"],
    ["a?b", "c#d", "https://example.org/a%3Fb/apps/c%23d/"],
    ["100%", "%2e", "https://example.org/100%25/apps/%252e/"],
    ["a\\b", "c\td", "https://example.org/a%5Cb/apps/c%09d/"],
    [" W ", "☃", "https://example.org/%20W%20/apps/%E2%98%83/"],
    ["W", "v1.2", "https://example.org/W/apps/v1.2/"],
  ])("of %j and %j is %s", (workspace, service, url) => {
    expect(formatServiceUrl("https://example.org/", workspace, service)).toBe(url);
  });

  test("is below the scope, given as text or URL", () => {
    const urls = ["https://example.org/tools/", new URL("https://example.org/tools/")];
    expect(urls.map((scope) => formatServiceUrl(scope, "W", "S"))).toEqual([
      "https://example.org/tools/W/apps/S/",
      "https://example.org/tools/W/apps/S/",
    ]);
  });

  test("leads back to any legal workspace and service", () => {
    const scope = fc.constantFrom("/", "/tools/", "/a%20b/c/");
    fc.assert(
      fc.property(legalName, legalName, scope, (workspace, serviceId, scope) => {
        const url = new URL(formatServiceUrl(ORIGIN + scope, workspace, serviceId));
        expect(parseAddress(url, scope)).toEqual({
          face: "apps",
          workspace,
          serviceId,
          path: "/",
          query: "",
        });
      }),
    );
  });

  test("takes any path and query after it", () => {
    const rest = fc
      .array(fc.constantFrom(..."/a%ä?=&#:@*;+", "apps", "/apps/", "%20", "%2F"))
      .map((all) => all.join(""));
    fc.assert(
      fc.property(legalName, rest, (serviceId, rest) => {
        const url = new URL(`${formatServiceUrl(`${ORIGIN}/`, "W", serviceId)}f${rest}`);
        expect(parseAddress(url, "/")).toMatchObject({
          workspace: "W",
          serviceId,
          query: url.search.slice(1),
        });
      }),
    );
  });

  test("of any legal name is one that parseServiceId takes for that name", () => {
    fc.assert(
      fc.property(legalName, (id) => {
        expect(parseServiceId(id)).toEqual({ id });
      }),
    );
  });

  test("of any legal client and service names both", () => {
    fc.assert(
      fc.property(legalName, legalName, (clientId, id) => {
        expect(parseServiceId(`${clientId}:${id}`)).toEqual({ id, clientId });
      }),
    );
  });
});

describe("Hypha, service id in the URL", () => {
  test.each([
    ["S", { id: "S" }],
    ["hello-functions", { id: "hello-functions" }],
    ["v1.2", { id: "v1.2" }],
    ["größe ☃", { id: "größe ☃" }],
    ["client-1:S", { id: "S", clientId: "client-1" }],
    ["*:S", { id: "S" }],
    ["S?", { id: "S?" }],
    ["[S]", { id: "[S]" }],
  ])("%s is %j", (text, reference) => {
    expect(parseServiceId(text)).toStrictEqual(reference);
  });

  test.each([
    ["a:b:c", 'Invalid service id: a:b:c has more than one ":"; use service or clientid:service'],
    ["::", 'Invalid service id: :: has more than one ":"; use service or clientid:service'],
    ["a:b:c:d", 'Invalid service id: a:b:c:d has more than one ":"; use service or clientid:service'],
    ["S@app", 'Invalid service id: S@app contains "@"; app ids are not supported'],
    ["a@b@c", 'Invalid service id: a@b@c contains "@"; app ids are not supported'],
    ["@", 'Invalid service id: @ contains "@"; app ids are not supported'],
    ["", "Invalid service id: ; use service or clientid:service"],
    [":", "Invalid service id: :; use service or clientid:service"],
    [":S", "Invalid service id: :S; use service or clientid:service"],
    ["client:", "Invalid service id: client:; use service or clientid:service"],
    ["*:", "Invalid service id: *:; use service or clientid:service"],
    ["*", "Invalid service id: * is a pattern; name one service"],
    ["S*", "Invalid service id: S* is a pattern; name one service"],
    ["*S", "Invalid service id: *S is a pattern; name one service"],
    ["*:*", "Invalid service id: *:* is a pattern; name one service"],
    ["client:*", "Invalid service id: client:* is a pattern; name one service"],
    ["cl*:S", "Invalid service id: cl*:S is a pattern; name one service"],
    ["**:S", "Invalid service id: **:S is a pattern; name one service"],
  ])("%j is refused, and the text says why", (text, problem) => {
    expect(parseServiceId(text)).toEqual({ problem });
  });

  test("any text at all is one service, or refused", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const parsed = parseServiceId(text);
        return "problem" in parsed ? parsed.problem !== "" : parsed.id !== "" && !/[*:@]/.test(parsed.id);
      }),
    );
  });
});

describe("Hypha, ?_mode=", () => {
  test.each(["exact", "random", "first", "last", "min_load"])("%s is a mode", (mode) => {
    expect(parseMode(`_mode=${mode}`)).toBe(mode);
  });

  test.each(["", "a=1", "mode=exact", "x_mode=exact", "a=_mode", "_modes=exact", "flag&b=%"])(
    "the query %j has none",
    (query) => {
      expect(parseMode(query)).toBe("default");
    },
  );

  test.each([
    ["a=1&_mode=last&b=2", "last"],
    ["flag&&_mode=first", "first"],
    ["_mode=%6cast", "last"],
    ["_mode=first&_mode=nonsense", "first"],
    ["x_mode=1&_mode=exact", "exact"],
  ])("is found in %s", (query, mode) => {
    expect(parseMode(query)).toBe(mode);
  });

  test.each([
    ["_mode=newest", "newest"],
    ["_mode=", ""],
    ["_mode", ""],
    ["_mode=default", "default"],
    ["_mode=LAST", "LAST"],
    ["_mode=constructor", "constructor"],
    ["_mode=nonsense&_mode=first", "nonsense"],
  ])("%s is refused, and the text says what there is", (query, shown) => {
    expect(parseMode(query)).toEqual({
      problem: `Invalid mode: ${shown}; use one of exact, random, first, last, min_load`,
    });
  });

  test("any query at all has a mode, or is refused", () => {
    const query = fc.tuple(anyText, fc.constantFrom("_mode=", "&_mode=", "_mode", ""), anyText);
    const modes = ["default", "exact", "random", "first", "last", "min_load"];
    fc.assert(
      fc.property(query, (parts) => {
        const mode = parseMode(parts.join(""));
        return typeof mode === "string" ? modes.includes(mode) : mode.problem !== "";
      }),
    );
  });
});

describe("percent-decoding", () => {
  test.each([
    ["", ""],
    ["plain", "plain"],
    ["a%20b", "a b"],
    ["%2F", "/"],
    ["%2f", "/"],
    ["a+b", "a+b"],
    ["%2B", "+"],
    ["%25", "%"],
    ["%2525", "%25"],
    ["%E2%98%83", "☃"],
    ["%F0%9F%98%80", "😀"],
    ["%EF%BB%BFa", "\ufeffa"],
    ["%00", "\0"],
  ])("%j is %j", (text, decoded) => {
    expect(decodePercent(text)).toBe(decoded);
  });

  test.each([
    ["a lone percent sign stays", "100%", "100%"],
    ["half an escape stays", "%2", "%2"],
    ["what is no escape stays", "%zz%20", "%zz "],
    ["an escape after a lone percent sign is decoded", "%%20", "% "],
    ["lower and upper case are decoded beside it", "%%c3%B6%%C3%b6", "%ö%ö"],
    ["a byte that is no UTF-8 becomes U+FFFD", "%ff", "\ufffd"],
    ["the others around it are decoded", "%C3%B6%ff%20b", "ö\ufffd b"],
    ["an incomplete character becomes U+FFFD", "%E2%98", "\ufffd"],
    ["a surrogate in UTF-8 becomes U+FFFD for each byte", "%ED%A0%80", "\ufffd\ufffd\ufffd"],
    ["a byte order mark stays beside a lone percent sign", "%%EF%BB%BFa", "%\ufeffa"],
    ["two runs of bytes are decoded apart", "%E2x%98%83", "\ufffdx\ufffd\ufffd"],
  ])("%s", (_rule, text, decoded) => {
    expect(decodePercent(text)).toBe(decoded);
  });

  test("never throws, and equals decodeURIComponent where that succeeds", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const decoded = decodePercent(text);
        let expected: string | undefined;
        try {
          expected = decodeURIComponent(text);
        } catch {}
        expect(decoded).toBe(expected ?? decoded);
      }),
      { numRuns: 1000 },
    );
  });

  test("undoes encodeURIComponent", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(decodePercent(encodeURIComponent(text))).toBe(text);
      }),
    );
  });
});

describe("formatAddress", () => {
  test.each([
    ["https://example.org/", "/f", "", "https://example.org/W/apps/S/f"],
    ["https://example.org/sub/", "/a%20b/", "x=1&y", "https://example.org/sub/W/apps/S/a%20b/?x=1&y"],
  ])("below %s, path %j and query %j give %s", (scope, path, query, url) => {
    expect(formatAddress({ workspace: "W", serviceId: "S", path, query }, scope)).toBe(url);
  });

  test("is read back by parseAddress", () => {
    const name = fc.string({ unit: "grapheme", minLength: 1 }).filter((text) => !findNameProblem(text));
    fc.assert(
      fc.property(name, name, (workspace, serviceId) => {
        const address = { workspace, serviceId, path: "/a/b", query: "c=d" };
        expect(parseAddress(new URL(formatAddress(address, `${ORIGIN}/s/`)), "/s/")).toEqual({
          face: "apps",
          ...address,
        });
      }),
    );
  });
});
