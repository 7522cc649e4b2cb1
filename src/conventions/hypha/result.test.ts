import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BadResult, describeValue } from "../bad-result.js";
import { toAnswer } from "./result.js";

const TEXT = new TextEncoder().encode("héllo");

/** What `new Response` would send. */
async function bytesOf(result: unknown): Promise<number[]> {
  const { body } = await toAnswer(result);
  return [...new Uint8Array(await new Response(body).arrayBuffer())];
}

async function textOf(result: unknown): Promise<string> {
  return new Response((await toAnswer(result)).body).text();
}

async function typeOf(result: unknown): Promise<string | null> {
  return new Headers((await toAnswer(result)).headers).get("content-type");
}

/** The text of the refusal. */
async function problemOf(result: unknown): Promise<string> {
  try {
    return `no problem: ${JSON.stringify(await toAnswer(result))}`;
  } catch (error) {
    if (error instanceof BadResult) return error.message;
    throw error;
  }
}

describe("Hypha, what a handler may return: {status, headers, body}", () => {
  test("the three make the answer", async () => {
    expect(await toAnswer({ status: 201, headers: { "X-A": "1" }, body: "made" })).toEqual({
      status: 201,
      headers: [["X-A", "1"]],
      body: "made",
    });
  });

  test.each([
    ["missing", { body: "x" }],
    ["undefined", { status: undefined, body: "x" }],
  ])("status is 200 when %s", async (_what, result) => {
    expect((await toAnswer(result)).status).toBe(200);
  });

  test.each([200, 201, 202, 206, 299, 301, 302, 400, 404, 418, 499, 500, 503, 599])(
    "status %i is taken as it is",
    async (status) => {
      expect(await toAnswer({ status, body: "x" })).toEqual({ status, headers: [], body: "x" });
    },
  );

  test("a status alone has an empty body", async () => {
    expect(await toAnswer({ status: 404 })).toEqual({ status: 404, headers: [], body: null });
  });

  test("a status with headers needs no body", async () => {
    expect(await toAnswer({ status: 302, headers: { Location: "/x" } })).toEqual({
      status: 302,
      headers: [["Location", "/x"]],
      body: null,
    });
  });

  test("other keys are ignored", async () => {
    expect(await toAnswer({ status: 200, body: "x", extra: 1n })).toEqual({
      status: 200,
      headers: [],
      body: "x",
    });
  });

  test("an instance of a class with these keys counts too", async () => {
    class Reply {
      status = 202;
      body = "later";
    }
    expect(await toAnswer(new Reply())).toEqual({ status: 202, headers: [], body: "later" });
  });
});

describe("Hypha, what a handler may return: bodies of text and bytes", () => {
  const buffer = TEXT.slice().buffer;
  const wide = new Uint8Array([9, ...TEXT, 9]);

  test("a string is sent as UTF-8", async () => {
    expect(await bytesOf({ body: "héllo" })).toEqual([...TEXT]);
  });

  test.each([
    ["a Uint8Array", TEXT],
    ["an ArrayBuffer", buffer],
    ["a DataView", new DataView(buffer)],
    ["a Uint8ClampedArray", new Uint8ClampedArray(TEXT)],
    ["an Int8Array", new Int8Array(buffer)],
    ["a part of a larger buffer", wide.subarray(1, 1 + TEXT.length)],
    ["a DataView of a part", new DataView(wide.buffer, 1, TEXT.length)],
    ["a Buffer of Node's pool", Buffer.from("héllo")],
    ["bytes of shared memory", shareBytes(TEXT)],
    ["a Blob", new Blob(["hé", "llo"])],
  ])("%s is sent as its bytes", async (_what, body) => {
    expect(await bytesOf({ body })).toEqual([...TEXT]);
  });

  test.each([
    ["Uint16Array", new Uint16Array([1, 0x0203]), [1, 0, 3, 2]],
    ["Int32Array", new Int32Array([-1]), [255, 255, 255, 255]],
    ["Float32Array", new Float32Array([1]), [0, 0, 128, 63]],
    ["Float64Array", new Float64Array([1]), [0, 0, 0, 0, 0, 0, 240, 63]],
    ["BigInt64Array", new BigInt64Array([1n]), [1, 0, 0, 0, 0, 0, 0, 0]],
  ])("a %s is sent as the bytes in memory", async (_what, body, bytes) => {
    expect(await bytesOf({ body })).toEqual(bytes);
  });

  test("a Blob brings its type", async () => {
    expect(await typeOf({ body: new Blob(["{}"], { type: "image/png" }) })).toBe("image/png");
  });

  test("a Blob is handed over, not read", async () => {
    const body = new Blob(["x"]);
    expect((await toAnswer({ body })).body).toBe(body);
  });

  test.each(["content-type", "Content-Type"])(
    "a %s of the handler goes before a Blob's type",
    async (name) => {
      const body = new Blob(["x"], { type: "image/png" });
      expect((await toAnswer({ headers: { [name]: "text/css" }, body })).headers).toEqual([
        [name, "text/css"],
      ]);
    },
  );

  test.each([
    ["a string", "x"],
    ["bytes", TEXT],
    ["a Blob without a type", new Blob(["x"])],
  ])("%s gets no content type by itself", async (_what, body) => {
    expect((await toAnswer({ body })).headers).toEqual([]);
  });
});

function shareBytes(bytes: Uint8Array): Uint8Array {
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  return shared;
}

describe("Hypha, what a handler may return: an empty body", () => {
  test.each([
    ["missing", { status: 200 }],
    ["undefined", { status: 200, body: undefined }],
    ["null", { status: 200, body: null }],
    ["null, without a status", { body: null }],
    ["an empty string", { body: "" }],
    ["an empty array", { body: [] }],
    ["an empty Uint8Array", { body: new Uint8Array() }],
    ["an empty ArrayBuffer", { body: new ArrayBuffer(0) }],
    ["an empty part of a buffer", { body: new Uint8Array([1, 2]).subarray(1, 1) }],
  ])("body is %s: a proper empty body, without a content type", async (_what, result) => {
    expect(await toAnswer(result)).toEqual({ status: 200, headers: [], body: null });
  });

  test("an empty Blob has no bytes", async () => {
    expect(await bytesOf({ body: new Blob([]) })).toEqual([]);
  });

  test.each([204, 205, 304])("a %i never carries a body", async (status) => {
    expect(await toAnswer({ status, headers: { etag: "1" }, body: "text" })).toEqual({
      status,
      headers: [["etag", "1"]],
      body: null,
    });
  });

  test.each([204, 205, 304])("a %i drops an object and its content type", async (status) => {
    expect(await toAnswer({ status, body: { a: 1 } })).toEqual({ status, headers: [], body: null });
  });
});

describe("Hypha, what a handler may return: JSON", () => {
  test.each([
    ["a plain object", { message: "hi" }, '{"message":"hi"}'],
    ["an empty object", {}, "{}"],
    ["an array", [1, "two", null], '[1,"two",null]'],
    ["an empty array", [], "[]"],
    ["an object without a prototype", Object.assign(Object.create(null), { a: 1 }), '{"a":1}'],
    ["a status that is no integer", { status: "active" }, '{"status":"active"}'],
    ["a status with a fraction", { status: 200.5 }, '{"status":200.5}'],
    ["a status of null", { status: null }, '{"status":null}'],
    ["headers alone", { headers: { a: "b" } }, '{"headers":{"a":"b"}}'],
    ["a key named next", { next: "/page/2" }, '{"next":"/page/2"}'],
    ["an array of objects with a status", [{ status: 200 }], '[{"status":200}]'],
    ["an array with a status of its own", Object.assign([1], { status: 404 }), "[1]"],
    ["a date inside", { at: new Date(0) }, '{"at":"1970-01-01T00:00:00.000Z"}'],
    ["undefined inside", { a: undefined, b: [undefined] }, '{"b":[null]}'],
  ])("%s without a body is answered 200 as JSON", async (_what, result, json) => {
    expect(await toAnswer(result)).toEqual({
      status: 200,
      headers: [["content-type", "application/json"]],
      body: json,
    });
  });

  test.each([
    ["a plain object", { a: [1] }, '{"a":[1]}'],
    ["an empty object", {}, "{}"],
    ["an array", [1, 2], "[1,2]"],
    ["an object with a length", { length: 0 }, '{"length":0}'],
    ["an object with keys of an answer", { status: 404, body: "x" }, '{"status":404,"body":"x"}'],
  ])("a body that is %s is sent as JSON", async (_what, body, json) => {
    expect(await toAnswer({ status: 201, body })).toEqual({
      status: 201,
      headers: [["content-type", "application/json"]],
      body: json,
    });
  });

  test.each(["content-type", "Content-Type", "CONTENT-TYPE"])(
    "a %s of the handler stays the only one",
    async (name) => {
      const result = { headers: { [name]: "application/hal+json" }, body: {} };
      expect((await toAnswer(result)).headers).toEqual([[name, "application/hal+json"]]);
    },
  );

  test("other headers stay beside the content type", async () => {
    expect((await toAnswer({ headers: { "x-a": "1" }, body: {} })).headers).toEqual([
      ["x-a", "1"],
      ["content-type", "application/json"],
    ]);
  });
});

describe("Hypha, what a handler may return: a Response", () => {
  test("is used as it is", async () => {
    const headers: [string, string][] = [["content-type", "text/css"]];
    const response = new Response("body", { status: 418, statusText: "Teapot", headers });
    const { body, ...head } = await toAnswer(response);
    expect(head).toEqual({ status: 418, statusText: "Teapot", headers });
    expect(await new Response(body).text()).toBe("body");
  });

  test("keeps every Set-Cookie", async () => {
    const headers: [string, string][] = [
      ["set-cookie", "a=1"],
      ["set-cookie", "b=2"],
    ];
    expect((await toAnswer(new Response(null, { headers }))).headers).toEqual(headers);
  });

  test("keeps the content type that it got by its body", async () => {
    expect(await typeOf(new Response("x"))).toBe("text/plain;charset=UTF-8");
  });

  test("has its stream read to the end", async () => {
    const stream = new Blob(["hé", "llo"]).stream();
    expect(await bytesOf(new Response(stream))).toEqual([...TEXT]);
  });

  test.each([
    ["no body", new Response(null)],
    ["an empty string", new Response("")],
    ["a status that never has one", new Response(null, { status: 204 })],
  ])("with %s has an empty body", async (_what, response) => {
    expect((await toAnswer(response)).body).toBeNull();
  });

  test("Response.json is JSON", async () => {
    const response = Response.json({ a: 1 });
    expect(await typeOf(response)).toBe("application/json");
  });

  test("Response.redirect redirects", async () => {
    const answer = await toAnswer(Response.redirect("https://example.org/", 303));
    expect(answer).toEqual({ status: 303, headers: [["location", "https://example.org/"]], body: null });
  });

  test("without a status text has none, not an empty one", async () => {
    expect(await toAnswer(new Response(null))).not.toHaveProperty("statusText");
  });

  test("whose body was read is refused", async () => {
    const response = new Response("x");
    await response.text();
    expect(await problemOf(response)).toMatch("had its body read; return a clone()");
  });

  test("that is a network error is refused", async () => {
    expect(await problemOf(Response.error())).toMatch("network error");
  });

  test("that is opaque, from a no-cors fetch, is refused", async () => {
    const opaque = Object.defineProperties(new Response(null), {
      status: { value: 0 },
      type: { value: "opaque" },
    });
    expect(await problemOf(opaque)).toMatch("network error");
  });

  test("as a body is refused, with what to do", async () => {
    expect(await problemOf({ body: new Response("x") })).toBe(
      "body is a Response; return the Response itself",
    );
  });
});

describe("Hypha, what a handler may return: bare values", () => {
  test("a string is answered 200 with that body", async () => {
    expect(await toAnswer("Home page")).toEqual({ status: 200, headers: [], body: "Home page" });
  });

  test("an empty string is answered 200 without a body", async () => {
    expect(await toAnswer("")).toEqual({ status: 200, headers: [], body: null });
  });

  test.each([
    ["a Uint8Array", TEXT],
    ["an ArrayBuffer", TEXT.slice().buffer],
    ["a Blob", new Blob([TEXT])],
  ])("%s is answered 200 with that body", async (_what, result) => {
    expect((await toAnswer(result)).status).toBe(200);
    expect(await textOf(result)).toBe("héllo");
  });

  test("a Blob brings its type", async () => {
    expect(await typeOf(new Blob(["x"], { type: "text/css" }))).toBe("text/css");
  });

  test.each([undefined, null])("%s is answered 204", async (result) => {
    expect(await toAnswer(result)).toEqual({ status: 204, headers: [], body: null });
  });
});

describe("Hypha, what a handler may return: headers", () => {
  test.each([
    ["a string", "text", "text"],
    ["an empty string", "", ""],
    ["a number", 42, "42"],
    ["zero", 0, "0"],
    ["true", true, "true"],
    ["false", false, "false"],
    ["Latin-1", "café ÿ", "café ÿ"],
    ["a tab", "a\tb", "a\tb"],
  ])("a value that is %s is sent", async (_what, value, text) => {
    expect((await toAnswer({ headers: { "x-a": value }, body: "x" })).headers).toEqual([["x-a", text]]);
  });

  test("a list repeats the header", async () => {
    const result = { headers: { "set-cookie": ["a=1", "b=2"], "x-n": [1, true] }, body: "x" };
    expect((await toAnswer(result)).headers).toEqual([
      ["set-cookie", "a=1"],
      ["set-cookie", "b=2"],
      ["x-n", "1"],
      ["x-n", "true"],
    ]);
  });

  test("an empty list sends nothing", async () => {
    expect((await toAnswer({ headers: { "x-a": [] }, body: "x" })).headers).toEqual([]);
  });

  test.each([undefined, null])("%s means none", async (headers) => {
    expect((await toAnswer({ headers, body: "x" })).headers).toEqual([]);
  });

  test("a Headers object is taken", async () => {
    const headers = new Headers([
      ["Set-Cookie", "a=1"],
      ["Set-Cookie", "b=2"],
    ]);
    expect((await toAnswer({ headers, body: "x" })).headers).toEqual([
      ["set-cookie", "a=1"],
      ["set-cookie", "b=2"],
    ]);
  });

  test.each(["X-Custom", "a", "!#$%&'*+-.^_`|~09azAZ"])("the name %s is taken as it is", async (name) => {
    expect((await toAnswer({ headers: { [name]: "v" }, body: "x" })).headers).toEqual([[name, "v"]]);
  });

  test.each([
    ["empty", "", '""'],
    ["with a space", "x a", '"x a"'],
    ["with a colon", "x:a", '"x:a"'],
    ["with CR and LF", "x\r\nset-cookie", String.raw`"x\r\nset-cookie"`],
    ["ending in LF", "x\n", String.raw`"x\n"`],
    ["with NUL", "x\0", String.raw`"x\u0000"`],
    ["beyond ASCII", "größe", '"größe"'],
    ["with a bracket", "x[]", '"x[]"'],
  ])("a name %s is refused and named", async (_what, name, shown) => {
    expect(await problemOf({ headers: { [name]: "v" }, body: "x" })).toBe(
      `headers has the invalid name ${shown}`,
    );
  });

  test.each([
    ["CR and LF", "a\r\nset-cookie: b", String.raw`"a\r\nset-cookie: b"`],
    ["LF at its end", "a\n", String.raw`"a\n"`],
    ["CR", "a\rb", String.raw`"a\rb"`],
    ["NUL", "a\0b", String.raw`"a\u0000b"`],
    ["characters beyond Latin-1", "☃", '"☃"'],
    ["the first character beyond Latin-1", "\u0100", '"\u0100"'],
    ["characters beyond the BMP", "😀", '"😀"'],
  ])("a value with %s is refused and named", async (_what, value, shown) => {
    expect(await problemOf({ headers: { "x-a": value }, body: "x" })).toBe(
      `header "x-a" has the value ${shown}; CR, LF, NUL and characters beyond Latin-1 are not allowed`,
    );
  });

  test.each([
    ["undefined", undefined, "undefined"],
    ["null", null, "null"],
    ["an object", { a: 1 }, "an object"],
    ["a function", () => {}, "a function"],
    ["a bigint", 1n, "1n"],
    ["a symbol", Symbol("s"), "Symbol(s)"],
    ["a list with null", ["a", null], "null"],
    ["a list in a list", [["a"]], "an array"],
  ])("a value that is %s is refused and named", async (_what, value, shown) => {
    expect(await problemOf({ headers: { "x-a": value }, body: "x" })).toBe(
      `header "x-a" is ${shown}; use a string, number, boolean or a list of them`,
    );
  });

  test.each([
    ["a string", "x: y", '"x: y"'],
    ["a number", 1, "1"],
    ["pairs", [["x", "y"]], "an array"],
    ["a Map", new Map([["x", "y"]]), "an object"],
    ["a function", () => {}, "a function"],
  ])("headers that are %s are refused and named", async (_what, headers, shown) => {
    expect(await problemOf({ headers, body: "x" })).toBe(
      `headers is ${shown}; it must be an object of strings`,
    );
  });
});

describe("Hypha, what a handler may return: unusable values are refused at once", () => {
  test.each([
    [199, "199"],
    [600, "600"],
    [0, "0"],
    [-200, "-200"],
    [100, "100"],
    [101, "101"],
    [1e9, "1000000000"],
  ])("status %j without a body", async (status, shown) => {
    expect(await problemOf({ status })).toBe(`status is ${shown}; it must be an integer in 200-599`);
  });

  test.each([
    ["a string", "200", '"200"'],
    ["a fraction", 200.5, "200.5"],
    ["NaN", Number.NaN, "NaN"],
    ["Infinity", Number.POSITIVE_INFINITY, "Infinity"],
    ["null", null, "null"],
    ["a bigint", 200n, "200n"],
    ["a boolean", true, "true"],
    ["an object", {}, "an object"],
    ["an array", [200], "an array"],
    ["below the range", 199, "199"],
    ["above the range", 600, "600"],
  ])("status is %s beside a body", async (_what, status, shown) => {
    expect(await problemOf({ status, body: "x" })).toBe(
      `status is ${shown}; it must be an integer in 200-599`,
    );
  });

  test.each([
    ["a number", 42, "42"],
    ["zero", 0, "0"],
    ["true", true, "true"],
    ["false", false, "false"],
    ["a bigint", 1n, "1n"],
    ["a symbol", Symbol("s"), "Symbol(s)"],
    ["a function", () => {}, "a function"],
    ["a class", class Reply {}, "a function"],
  ])("%s, as the result and as its body", async (_what, value, shown) => {
    const rest = `is ${shown}; return {status, headers, body}, a string, bytes or a Response`;
    expect(await problemOf(value)).toBe(`The result ${rest}`);
    expect(await problemOf({ body: value })).toBe(`body ${rest}`);
  });

  test.each([
    ["Map", new Map()],
    ["Set", new Set()],
    ["WeakMap", new WeakMap()],
    ["WeakSet", new WeakSet()],
    ["Promise", Promise.resolve()],
    ["TypeError", new TypeError("x")],
    ["RegExp", /x/],
  ])("a %s as body, which would be an empty JSON object", async (name, body) => {
    expect(await problemOf({ body })).toBe(
      `body is a ${name}, which JSON cannot hold; return a plain object`,
    );
  });

  test.each([
    ["Map", new Map()],
    ["Error", new Error("x")],
  ])("a %s as the result", async (name, result) => {
    expect(await problemOf(result)).toBe(
      `The result is a ${name}, which JSON cannot hold; return a plain object`,
    );
  });
});

describe("Hypha, what a handler may return: streams are not supported yet", () => {
  async function* asyncCount() {
    yield 1;
  }
  function* count() {
    yield 1;
  }

  test.each([
    ["a ReadableStream", () => new ReadableStream()],
    ["a generator", () => count()],
    ["a generator", () => asyncCount()],
    ["a generator", () => ({ [Symbol.asyncIterator]: asyncCount })],
    ["a generator", () => [1].values()],
  ])("%s is refused by name, as the result and as its body", async (name, make) => {
    const rest = `is ${name}; streamed bodies are not supported yet: return a string, bytes, a Blob or a Response`;
    expect(await problemOf(make())).toBe(`The result ${rest}`);
    expect(await problemOf({ body: make() })).toBe(`body ${rest}`);
  });
});

describe("Hypha, what a handler may return: unserialisable values are refused at once", () => {
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  const loop: unknown[] = [];
  loop.push(loop);
  const deep = { a: [{ b: 1n }] };

  test.each([
    ["a BigInt", { big: 1n }, 'the value of "big" is a bigint'],
    ["a function", { run: () => {} }, 'the value of "run" is a function'],
    ["a symbol", { tag: Symbol("s") }, 'the value of "tag" is a symbol'],
    ["a BigInt deep inside", deep, 'the value of "b" is a bigint'],
    ["a BigInt in an array", [1, 1n], 'the value of "1" is a bigint'],
    ["a cycle", cycle, "Converting circular"],
    ["a cycle of arrays", loop, "Converting circular"],
    [
      "a toJSON that throws",
      {
        toJSON() {
          throw new Error("no words");
        },
      },
      "no words",
    ],
    [
      "a toJSON that throws a text",
      {
        toJSON() {
          throw "no words";
        },
      },
      "no words",
    ],
    ["a toJSON that gives a function", { toJSON: () => () => {} }, "the value is a function"],
  ])("%s, as the result and as its body", async (_what, value, problem) => {
    expect(await problemOf(value)).toMatch(`The result cannot be sent as JSON: ${problem}`);
    expect(await problemOf({ body: value })).toMatch(`body cannot be sent as JSON: ${problem}`);
  });
});

describe("Hypha, what a handler may return: any value at all", () => {
  const anything = fc.anything({
    withBigInt: true,
    withBoxedValues: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withObjectString: true,
    withSet: true,
    withSparseArray: true,
    withTypedArray: true,
  });
  const codePoints = fc.string({ unit: fc.nat(0x10ffff).map((code) => String.fromCodePoint(code)) });
  const status = fc.oneof(fc.integer({ min: 190, max: 610 }), anything);
  const name = fc.oneof(fc.constantFrom("content-type", "x-a"), codePoints);
  const value = fc.oneof(fc.string(), codePoints, fc.array(fc.string()), anything);
  const headers = fc.oneof(fc.dictionary(name, value), anything);
  const blob = fc.tuple(fc.string(), fc.string()).map(([text, type]) => new Blob([text], { type }));
  const body = fc.oneof(codePoints, blob, anything);
  const parts = fc.record({ status, headers, body }, { requiredKeys: [] });
  const response = fc.string().map((text) => new Response(text));
  const symbolOrFunction = fc.constantFrom(Symbol("s"), () => {}, Symbol.iterator);

  test("makes an answer that Response accepts, or a refusal that says why, and nothing else", async () => {
    const result = fc.oneof(parts, anything, body, response, symbolOrFunction);
    await fc.assert(
      fc.asyncProperty(result, async (one) => {
        const outcome = await toAnswer(one).catch((error: unknown) => error);
        if (outcome instanceof BadResult) return outcome.message !== "";
        const { body, ...init } = outcome as Awaited<ReturnType<typeof toAnswer>>;
        return new Response(body, init).status === init.status;
      }),
      { numRuns: 1000 },
    );
  });

  test("a result of a status in 200-599, well-formed headers and a text is never refused", async () => {
    const token = fc.string({
      unit: fc.constantFrom(..."!#$%&'*+-.^_`|~09azAZ"),
      minLength: 1,
      maxLength: 8,
    });
    const latin1 = fc.string({
      unit: fc.integer({ min: 32, max: 255 }).map((code) => String.fromCharCode(code)),
    });
    const good = fc.record({
      status: fc.integer({ min: 200, max: 599 }),
      headers: fc.dictionary(token, latin1),
      body: fc.string({ unit: "grapheme", minLength: 1 }),
    });
    await fc.assert(
      fc.asyncProperty(good, async ({ status, headers, body }) => {
        const answer = await toAnswer({ status, headers, body });
        expect(answer.status).toBe(status);
        expect(answer.headers).toEqual(Object.entries(headers));
        expect(answer.body).toBe([204, 205, 304].includes(status) ? null : body);
      }),
    );
  });
});

describe("BadResult", () => {
  test("is known by its name", () => {
    expect(new BadResult("why").name).toBe("BadResult");
  });
});

describe("describeValue", () => {
  test.each([
    ["text", '"text"'],
    [() => {}, "a function"],
    [[], "an array"],
    [{}, "an object"],
    [null, "null"],
    [undefined, "undefined"],
    [1n, "1n"],
    [1.5, "1.5"],
    [Symbol("s"), "Symbol(s)"],
    [Object.create(null), "an object"],
  ])("%o is %s", (value, text) => {
    expect(describeValue(value)).toBe(text);
  });
});
