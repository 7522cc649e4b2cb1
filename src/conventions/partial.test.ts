import fc from "fast-check";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { toExampleCall } from "../example-call.js";
import type { Answer, Call } from "./convention.js";
import { applyPreconditions } from "./preconditions.js";

const TEXT = "0123456789";

const toCall = (headers: Record<string, string>, method = "GET"): Call =>
  toExampleCall({ method, headers: Object.entries(headers) });

function answer(body: Answer["body"] = TEXT, headers: Record<string, string> = {}): Answer {
  return { status: 200, headers: Object.entries(headers), body };
}

/** Status, the headers that ranges and conditions decide, and the text. */
async function outcomeOf(asked: Record<string, string>, whole: Answer = answer(), method = "GET") {
  const { status, headers, body } = await applyPreconditions(toCall(asked, method), whole);
  const get = (name: string) => new Headers(headers).get(name);
  return { status, range: get("content-range"), text: await new Response(body).text() };
}

describe("A range of an answer", () => {
  test.each([
    ["bytes=0-3", "0123", "bytes 0-3/10"],
    ["bytes=0-0", "0", "bytes 0-0/10"],
    ["bytes=4-", "456789", "bytes 4-9/10"],
    ["bytes=0-", TEXT, "bytes 0-9/10"],
    ["bytes=-3", "789", "bytes 7-9/10"],
    ["BYTES=9-9", "9", "bytes 9-9/10"],
    ["bytes= 1-2 ", "12", "bytes 1-2/10"],
    ["bytes=5-10", "56789", "bytes 5-9/10"],
    ["bytes=5-999999999999999999999", "56789", "bytes 5-9/10"],
    ["bytes=-11", TEXT, "bytes 0-9/10"],
  ])("%s is %s", async (range, text, contentRange) => {
    expect(await outcomeOf({ range })).toEqual({ status: 206, range: contentRange, text });
  });

  test.each(["bytes=10-", "bytes=10-12", "bytes=99999999999999999999-", "bytes=-0", "bytes=-00"])(
    "%s is not satisfiable",
    async (range) => {
      expect(await outcomeOf({ range })).toEqual({ status: 416, range: "bytes */10", text: "" });
    },
  );

  test.each([
    ["of another unit", "items=0-1"],
    ["of several parts", "bytes=0-1,3-4"],
    ["that ends before it begins", "bytes=5-2"],
    ["without numbers", "bytes=-"],
    ["with letters", "bytes=a-b"],
    ["with something before", "bytes=x0-1"],
    ["without a unit", "0-1"],
    ["that is empty", ""],
  ])("%s is ignored: the answer is whole", async (_what, range) => {
    expect(await outcomeOf({ range })).toEqual({ status: 200, range: null, text: TEXT });
  });

  test.each([
    ["bytes", new TextEncoder().encode(TEXT)],
    ["a Blob", new Blob([TEXT])],
    ["text", TEXT],
  ])("is had of %s", async (_what, body) => {
    expect((await outcomeOf({ range: "bytes=2-3" }, answer(body))).text).toBe("23");
  });

  test("counts bytes, not characters", async () => {
    expect((await outcomeOf({ range: "bytes=0-1" }, answer("é€"))).text).toBe("é");
  });

  test("of a Blob is a slice: nothing is read", async () => {
    const body = new Blob([TEXT]);
    for (const read of ["arrayBuffer", "stream", "text"] as const) body[read] = () => expect.unreachable();
    const partial = await applyPreconditions(toCall({ range: "bytes=2-3" }), answer(body));
    expect(partial.body).toBeInstanceOf(Blob);
  });

  test.each([
    ["a stream", new Blob([TEXT]).stream()],
    ["no body", null],
    ["an empty Blob", new Blob()],
  ])("is not had of %s", async (_what, body) => {
    expect((await outcomeOf({ range: "bytes=0-1" }, answer(body))).status).toBe(200);
  });

  test.each(["HEAD", "POST", "PUT", "OPTIONS"])("is for GET only, not %s", async (method) => {
    expect((await outcomeOf({ range: "bytes=0-1" }, answer(), method)).status).toBe(200);
  });

  test.each([201, 206, 404])("is for status 200 only, not %i", async (status) => {
    expect(await outcomeOf({ range: "bytes=0-1" }, { ...answer(), status })).toMatchObject({
      status,
      text: TEXT,
    });
  });

  test("is not had where the handler says so", async () => {
    expect((await outcomeOf({ range: "bytes=0-1" }, answer(TEXT, { "Accept-Ranges": "none" }))).status).toBe(
      200,
    );
  });

  test("has the headers of the whole, and the length of the part", async () => {
    const whole = answer(TEXT, { "content-type": "video/mp4", etag: '"a"', "Content-Length": "10" });
    expect((await applyPreconditions(toCall({ range: "bytes=0-1" }), whole)).headers).toEqual([
      ["content-type", "video/mp4"],
      ["etag", '"a"'],
      ["accept-ranges", "bytes"],
      ["content-range", "bytes 0-1/10"],
      ["content-length", "2"],
    ]);
  });

  test("that is not satisfiable keeps what does not describe the body", async () => {
    const whole = answer(TEXT, { "content-type": "a/b", "access-control-allow-origin": "*" });
    expect((await applyPreconditions(toCall({ range: "bytes=10-" }), whole)).headers).toEqual([
      ["access-control-allow-origin", "*"],
      ["content-range", "bytes */10"],
    ]);
  });
});

describe("Ranges are offered", () => {
  test.each([
    ["bytes", new TextEncoder().encode(TEXT), "bytes"],
    ["a Blob", new Blob([TEXT]), "bytes"],
    ["text", TEXT, null],
    ["a stream", new Blob([TEXT]).stream(), null],
    ["nothing", null, null],
  ])("with %s: %j", async (_what, body, expected) => {
    const { headers } = await applyPreconditions(toCall({}), answer(body));
    expect(new Headers(headers).get("accept-ranges")).toBe(expected);
  });

  test("unless the handler says otherwise", async () => {
    const whole = answer(new Blob(["x"]), { "Accept-Ranges": "none" });
    expect((await applyPreconditions(toCall({}), whole)).headers).toEqual([["Accept-Ranges", "none"]]);
  });
});

const MODIFIED = "Tue, 15 Nov 1994 12:45:26 GMT";

describe("If-Range", () => {
  test.each([
    ["the same tag", '"a"', 206],
    ["another tag", '"b"', 200],
    ["a weak tag, though the same", 'W/"a"', 200],
    ["the same date", MODIFIED, 206],
    ["a later date", "Tue, 15 Nov 1994 12:45:27 GMT", 200],
    ["an earlier date", "Tue, 15 Nov 1994 12:45:25 GMT", 200],
    ["nonsense", "x", 200],
    ["nothing", "", 200],
  ])("with %s", async (_what, condition, status) => {
    const whole = answer(TEXT, { ETag: '"a"', "Last-Modified": MODIFIED });
    expect((await outcomeOf({ range: "bytes=0-1", "if-range": condition }, whole)).status).toBe(status);
  });

  test("with the weak tag that the answer has is no match", async () => {
    const whole = answer(TEXT, { etag: 'W/"a"' });
    expect((await outcomeOf({ range: "bytes=0-1", "if-range": 'W/"a"' }, whole)).status).toBe(200);
  });

  test.each(['"a"', MODIFIED])("%s of an answer without validators is no match", async (condition) => {
    expect((await outcomeOf({ range: "bytes=0-1", "if-range": condition })).status).toBe(200);
  });

  test("comes before whether the range can be had", async () => {
    const whole = answer(TEXT, { etag: '"a"' });
    expect((await outcomeOf({ range: "bytes=10-", "if-range": '"b"' }, whole)).status).toBe(200);
  });

  test("without a range means nothing", async () => {
    expect((await outcomeOf({ "if-range": '"a"' }, answer(TEXT, { etag: '"a"' }))).status).toBe(200);
  });
});

describe("If-None-Match", () => {
  test.each([
    ["the same tag", '"a"', '"a"', 304],
    ["another tag", '"b"', '"a"', 200],
    ["a weak tag asked for", 'W/"a"', '"a"', 304],
    ["a weak tag of the answer", '"a"', 'W/"a"', 304],
    ["two weak tags", 'W/"a"', 'W/"a"', 304],
    ["a list with it", '"b", W/"a","c"', '"a"', 304],
    ["a list without it", '"b", "c"', '"a"', 200],
    ["a tag with a comma", '"b,c", "a,b"', '"a,b"', 304],
    ["a part of a tag", '"a,b"', '"a"', 200],
    ["a tag without quotes on both sides", "a", "a", 304],
    ["any", "*", '"a"', 304],
    ["nonsense", "a, b", '"a"', 200],
    ["nothing", "", '"a"', 200],
  ])("with %s: %s for %s is %i", async (_what, asked, etag, status) => {
    expect((await outcomeOf({ "if-none-match": asked }, answer(TEXT, { ETag: etag }))).status).toBe(status);
  });

  test("of an answer without a tag: only * is a match", async () => {
    const outcomes = ['"a"', "*"].map((asked) => outcomeOf({ "if-none-match": asked }));
    expect((await Promise.all(outcomes)).map(({ status }) => status)).toEqual([200, 304]);
  });

  test("that does not match goes before If-Modified-Since", async () => {
    const whole = answer(TEXT, { etag: '"a"', "last-modified": MODIFIED });
    const asked = { "if-none-match": '"b"', "if-modified-since": MODIFIED };
    expect((await outcomeOf(asked, whole)).status).toBe(200);
  });

  test("goes before a range", async () => {
    const whole = answer(TEXT, { etag: '"a"' });
    expect((await outcomeOf({ "if-none-match": '"a"', range: "bytes=0-1" }, whole)).status).toBe(304);
  });

  test.each([
    ["GET", 304],
    ["HEAD", 304],
    ["POST", 200],
    ["PUT", 200],
  ])("of %s is %i", async (method, status) => {
    const asked = { "if-none-match": '"a"' };
    expect((await outcomeOf(asked, answer(TEXT, { etag: '"a"' }), method)).status).toBe(status);
  });
});

describe("If-Modified-Since", () => {
  test.each([
    ["the same time", MODIFIED, 304],
    ["a later time", "Wed, 16 Nov 1994 00:00:00 GMT", 304],
    ["an earlier time", "Tue, 15 Nov 1994 12:45:25 GMT", 200],
    ["the same time of RFC 850", "Tuesday, 15-Nov-94 12:45:26 GMT", 304],
    ["the same time of asctime", "Tue Nov 15 12:45:26 1994", 304],
    ["an earlier time of asctime", "Tue Nov 15 12:45:25 1994", 200],
    ["no date", "yesterday", 200],
    ["a number", "999999999999", 200],
    ["nothing", "", 200],
  ])("with %s", async (_what, since, status) => {
    const whole = answer(TEXT, { "Last-Modified": MODIFIED });
    expect((await outcomeOf({ "if-modified-since": since }, whole)).status).toBe(status);
  });

  test("of an answer without a time means nothing", async () => {
    expect((await outcomeOf({ "if-modified-since": MODIFIED })).status).toBe(200);
  });
});

describe("304", () => {
  const asked = { "if-none-match": "*" };

  test("has no body and no headers that describe one, and keeps the others", async () => {
    const kept = {
      "cache-control": "no-cache",
      "content-location": "/x",
      date: MODIFIED,
      etag: '"a"',
      expires: MODIFIED,
      vary: "accept",
      "access-control-allow-origin": "*",
      "set-cookie": "a=1",
      "content-security-policy": "default-src 'self'",
    };
    const dropped = {
      "Content-Type": "text/plain",
      "content-length": "10",
      "content-encoding": "gzip",
      "last-modified": MODIFIED,
    };
    const whole = answer(new Blob([TEXT]), { ...dropped, ...kept });
    expect(await applyPreconditions(toCall(asked), whole)).toEqual({
      status: 304,
      headers: Object.entries(kept),
      body: null,
    });
  });

  test("keeps the time of an answer that has no tag", async () => {
    const whole = answer(TEXT, { "last-modified": MODIFIED });
    expect((await applyPreconditions(toCall(asked), whole)).headers).toEqual([["last-modified", MODIFIED]]);
  });

  test("ends the stream that it stands for", async () => {
    const cancel = vi.fn();
    await applyPreconditions(toCall(asked), answer(new ReadableStream({ cancel })));
    expect(cancel).toHaveBeenCalledOnce();
  });
});

describe("A range like workbox's", () => {
  let createPartialResponse: (request: Request, response: Response) => Promise<Response>;

  beforeAll(async () => {
    vi.stubEnv("NODE_ENV", "production"); // otherwise it logs
    ({ createPartialResponse } = await import("workbox-range-requests/createPartialResponse.js"));
    return () => vi.unstubAllEnvs();
  });

  test("is what workbox-range-requests gives, wherever it keeps to RFC 9110", async () => {
    const edges = fc.tuple(fc.nat(19), fc.nat(19), fc.constantFrom("from-to", "from-", "-suffix"));
    await fc.assert(
      fc.asyncProperty(edges, fc.integer({ min: 20, max: 40 }), async ([a, b, form], size) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const ranges = {
          "from-to": `bytes=${from}-${to}`,
          "from-": `bytes=${from}-`,
          "-suffix": `bytes=-${to + 1}`,
        };
        const headers = { range: ranges[form as keyof typeof ranges] };
        const body = Uint8Array.from({ length: size }, (_, i) => i);
        const theirs = await createPartialResponse(
          new Request("https://x.y/", { headers }),
          new Response(body),
        );
        const { body: part, ...init } = await applyPreconditions(toCall(headers), answer(body));
        const ours = new Response(part, init);
        for (const name of ["content-range", "content-length"])
          expect(ours.headers.get(name)).toBe(theirs.headers.get(name));
        expect([ours.status, new Uint8Array(await ours.arrayBuffer())]).toEqual([
          theirs.status,
          new Uint8Array(await theirs.arrayBuffer()),
        ]);
      }),
    );
  });
});

describe("Any condition and any answer", () => {
  test("make an answer that Response accepts, never a throw", async () => {
    const text = fc.string({
      unit: fc.integer({ min: 32, max: 255 }).map((code) => String.fromCharCode(code)),
    });
    const token = fc.constantFrom("bytes=", "0", "-", "9", ",", '"a"', "W/", "*", MODIFIED, " ", "GMT");
    const value = fc.oneof(
      text,
      fc.array(token).map((parts) => parts.join("")),
    );
    const names = ["range", "if-range", "if-none-match", "if-modified-since"];
    const asked = fc.dictionary(fc.constantFrom(...names), value);
    const answered = fc.dictionary(fc.constantFrom("etag", "last-modified", "accept-ranges"), value);
    const whole = fc.oneof(fc.string(), fc.uint8Array(), fc.constant(null));
    await fc.assert(
      fc.asyncProperty(asked, answered, whole, async (asked, answered, body) => {
        const own = body instanceof Uint8Array ? body.slice() : body;
        const { body: part, ...init } = await applyPreconditions(toCall(asked), answer(own, answered));
        expect([200, 206, 304, 416]).toContain(new Response(part, init).status);
      }),
      { numRuns: 1000 },
    );
  });
});
