import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Answer } from "../convention.js";
import { serve } from "./cases/replay.js";
import type { DigitalOceanEvent } from "./event.js";

const key = fc
  .string({ maxLength: 8 })
  .filter((name) => !/^(__ow_(method|headers|path|user|query|body)|http)$/.test(name));
const extension = fc.constantFrom("", ".http", ".json", ".html", ".svg", ".text");
const type = fc.oneof(
  fc.constantFrom(
    "application/json",
    "application/x-www-form-urlencoded",
    "text/plain",
    "image/png",
    "a/b+json",
    "",
  ),
  fc.string({ unit: "grapheme-ascii", maxLength: 20 }),
);
const bytes = fc.uint8Array({ maxLength: 50 }).map((array) => Uint8Array.from(array));
const form = (values: Record<string, string>) => new URLSearchParams(Object.entries(values)).toString();

/** What the worker makes of an answer: throws for what can never be sent. */
function toResponse({ status, headers, body }: Answer): Response {
  return new Response(body, { status, headers });
}

describe("No input makes a throw escape, and every answer can be sent:", () => {
  test("any request", async () => {
    const request = fc.record({
      method: fc.constantFrom("GET", "POST", "OPTIONS", "HEAD", "PROPFIND"),
      path: fc.oneof(fc.string(), fc.webPath(), fc.constant("/fn")),
      query: fc.oneof(fc.string(), fc.webQueryParameters()),
      headers: type.map((value) => ({ "content-type": value })),
      body: fc.oneof(fc.string(), fc.json(), bytes),
    });
    await fc.assert(
      fc.asyncProperty(request, fc.constantFrom(true as const, "raw" as const), async (given, web) => {
        const answer = await serve({ fn: (event: unknown) => ({ body: event }) }, { web })(given);
        expect(toResponse(answer).status).toBeOneOf([200, 400, 404]);
      }),
    );
  });

  test.each(["returned", "thrown"])("any value %s", async (way) => {
    const value = fc.anything({
      ...{ withBigInt: true, withDate: true, withMap: true, withTypedArray: true, withNullPrototype: true },
      key: fc.oneof(fc.string(), fc.constantFrom("statusCode", "headers", "body", "error", "content-type")),
    });
    await fc.assert(
      fc.asyncProperty(value, extension, async (result, ext) => {
        const fn = () => {
          if (way === "thrown") throw result;
          return result;
        };
        toResponse(await serve({ fn })({ path: `/fn${ext}` }));
      }),
    );
  });

  test("any status, headers and body", async () => {
    const result = fc.record({
      statusCode: fc.oneof(fc.integer({ min: 190, max: 610 }), fc.double(), fc.string()),
      headers: fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.array(fc.string()))),
      body: fc.oneof(fc.string(), fc.jsonValue(), bytes),
    });
    await fc.assert(
      fc.asyncProperty(result, type, async (given, contentType) => {
        const headers = { ...given.headers, "content-type": contentType };
        const answers = [given, { ...given, headers }].map((value) => serve({ fn: () => value })({}));
        for (const answer of await Promise.all(answers)) toResponse(answer);
      }),
    );
  });
});

describe("Precedence:", () => {
  test("body over query over configured, and nothing else", async () => {
    const values = fc.dictionary(key, fc.string());
    await fc.assert(
      fc.asyncProperty(values, values, values, async (configured, query, body) => {
        let event: DigitalOceanEvent = {};
        const fn = (given: DigitalOceanEvent) => {
          event = given;
        };
        await serve(
          { fn },
          { parameters: configured },
        )({
          method: "POST",
          query: form(query),
          headers: { "content-type": "application/json" },
          body: JSON.stringify(body),
        });
        const { http, ...parameters } = event;
        expect(http?.method).toBe("POST");
        const given = JSON.parse(
          JSON.stringify({ ...configured, ...Object.fromEntries(new URLSearchParams(form(query))), ...body }),
        );
        expect(parameters).toEqual(given);
      }),
    );
  });

  test("raw requests add nothing", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.string(), async (query, body) => {
        const ask = serve(
          { fn: ({ http: _, ...rest }: DigitalOceanEvent) => ({ body: rest }) },
          { web: "raw" },
        );
        expect((await ask({ method: "POST", query, body })).body).toBe("{}");
      }),
    );
  });
});

describe("JSON:", () => {
  test("a body that is no text arrives as JSON.stringify makes it", async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ noUnicodeString: false }), async (body) => {
        fc.pre(typeof body !== "string" && body !== null);
        const answer = await serve({ fn: () => ({ body }) })({});
        expect(await toResponse(answer).json()).toEqual(JSON.parse(JSON.stringify(body)));
      }),
    );
  });

  test(".json shows any result", async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (result) => {
        const isFailed = typeof result === "object" && result !== null && Object.hasOwn(result, "error");
        fc.pre(result !== null && !isFailed);
        const answer = await serve({ fn: () => result })({ path: "/fn.json" });
        expect(await toResponse(answer).json()).toEqual(JSON.parse(JSON.stringify(result)));
      }),
    );
  });
});
