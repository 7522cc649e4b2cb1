import { describe, expect, test } from "vitest";
import { toExampleCall } from "../../example-call.js";
import type { WireCall } from "../../protocol.js";
import type { Call } from "../convention.js";
import { toContext } from "./answer.js";
import { toEvent } from "./event.js";
import { toAnonymousUser } from "./user.js";

const user = toAnonymousUser("W", "caller", false);

function eventOf(
  call: Partial<Call> = {},
  {
    origin = "https://example.org",
    functionPath = undefined as string | undefined,
    isStreaming = false,
  } = {},
) {
  return toEvent(toExampleCall(call), origin, { user, functionPath, context: undefined, isStreaming });
}

function toBuffer(text: string): ArrayBuffer {
  return new TextEncoder().encode(text).slice().buffer;
}

describe("Hypha, event: the whole", () => {
  test("has exactly these keys for a request that says nothing more", () => {
    expect(eventOf()).toEqual({
      type: "http",
      asgi: { version: "3.0", spec_version: "2.3" },
      http_version: "1.1",
      scheme: "https",
      server: ["example.org", 443],
      root_path: "",
      state: {},
      method: "GET",
      path: "/f",
      raw_path: "/f",
      query_string: "",
      headers: {},
      body: null,
      workspace: "W",
      service_id: "S",
      user,
    });
  });

  test.each(["client", "function_path", "context"])(
    "%s is absent, not undefined, when there is none",
    (key) => {
      expect(Object.keys(eventOf())).not.toContain(key);
    },
  );

  test.each(["state", "server", "headers", "asgi"] as const)("each call has a %s of its own", (key) => {
    expect(eventOf()[key]).not.toBe(eventOf()[key]);
  });
});

describe("Hypha, event: where", () => {
  test.each([
    ["https://example.org", "https", ["example.org", 443]],
    ["http://example.org", "http", ["example.org", 80]],
    ["http://localhost:3000", "http", ["localhost", 3000]],
    ["https://example.org:8443", "https", ["example.org", 8443]],
  ])("on %s scheme is %s and server is %j", (origin, scheme, server) => {
    expect(eventOf({}, { origin })).toMatchObject({ scheme, server });
  });

  test("client is the requesting client", () => {
    expect(eventOf({ caller: "c1" }).client).toEqual(["c1", 0]);
  });

  test("workspace is the URL's and service_id as the URL has it", () => {
    const call = { workspace: "my ws", service: "S", serviceId: "client-1:S" };
    expect(eventOf(call)).toMatchObject({ workspace: "my ws", service_id: "client-1:S" });
  });

  test("function_path is what was asked of default", () => {
    expect(eventOf({}, { functionPath: "/some/path" }).function_path).toBe("/some/path");
  });

  test("context is the object that the handler gets as an argument", () => {
    const context = toContext({
      workspace: "W",
      service: "S",
      clientId: "c",
      session: "s",
      keys: ["f"],
      user,
    });
    const event = toEvent(toExampleCall(), "https://example.org", { user, functionPath: undefined, context });
    expect(event.context).toBe(context);
  });
});

describe("Hypha, event: what is asked", () => {
  test.each([
    ["get", "GET"],
    ["POST", "POST"],
    ["patch", "PATCH"],
    ["PURGE", "PURGE"],
  ])("method %s reads %s", (method, expected) => {
    expect(eventOf({ method }).method).toBe(expected);
  });

  test.each([
    ["/", "/"],
    ["/f/", "/f/"],
    ["/a%20b", "/a b"],
    ["/a%2Fb", "/a/b"],
    ["/a+b", "/a+b"],
    ["/gr%C3%B6%C3%9Fe/%E2%98%83", "/größe/☃"],
    ["/100%", "/100%"],
    ["/%ff", "/\ufffd"],
    ["/%2525", "/%25"],
  ])("path %j is %j decoded, and raw_path as sent", (raw, path) => {
    expect(eventOf({ path: raw })).toMatchObject({ path, raw_path: raw });
  });

  test.each(["", "flag", "a=b=c", "a=1&&b=2", "a=1&", "a=%20+b", "_mode=last&a=1", "?", "%", "=&="])(
    "query_string %j stays raw",
    (query) => {
      expect(eventOf({ query }).query_string).toBe(query);
    },
  );

  test("headers have lower-case names", () => {
    expect(eventOf({ headers: [["X-Custom", "Value"]] }).headers).toEqual({ "x-custom": "Value" });
  });

  test("headers of the same name are joined by a comma", () => {
    const headers: WireCall["headers"] = [
      ["x", "1"],
      ["y", "0"],
      ["X", "2"],
      ["x", ""],
    ];
    expect(eventOf({ headers }).headers).toEqual({ x: "1, 2, ", y: "0" });
  });

  test.each(["constructor", "__proto__", "tostring"])("a header named %s is like any other", (name) => {
    const { headers } = eventOf({ headers: [[name, "v"]] });
    expect(Object.entries(headers)).toEqual([[name, "v"]]);
  });

  test("headers are an ordinary object", () => {
    expect(Object.getPrototypeOf(eventOf().headers)).toBe(Object.prototype);
  });
});

describe("Hypha, event: body", () => {
  test.each([
    ["no body", null],
    ["an empty body", new ArrayBuffer(0)],
  ])("%s is null", (_what, body) => {
    expect(eventOf({ method: "POST", body }).body).toBeNull();
  });

  test("one byte is a body", () => {
    expect(eventOf({ method: "POST", body: new ArrayBuffer(1) }).body).toEqual(new Uint8Array(1));
  });

  test("bytes come as Uint8Array", () => {
    const body = new Uint8Array([0, 255, 128]).buffer;
    expect(eventOf({ method: "POST", body }).body).toEqual(new Uint8Array([0, 255, 128]));
  });

  test("JSON and text are neither decoded nor parsed", () => {
    const headers: WireCall["headers"] = [["content-type", "application/json"]];
    const { body } = eventOf({ method: "POST", headers, body: toBuffer('{"a":1}') });
    expect(body).toEqual(new TextEncoder().encode('{"a":1}'));
  });
});

describe("Hypha, event: body of a streaming service", () => {
  const options = { isStreaming: true };

  test("is the request's stream itself", () => {
    const body = new Blob(["x"]).stream();
    expect(eventOf({ method: "POST", body }, options).body).toBe(body);
  });

  test("is a stream also where the browser gives bytes", async () => {
    const { body } = eventOf({ method: "POST", body: toBuffer("hi") }, options);
    expect(body).toBeInstanceOf(ReadableStream);
    expect(await new Response(body as ReadableStream).text()).toBe("hi");
  });

  test.each([
    ["no body", null],
    ["an empty body", new ArrayBuffer(0)],
  ])("%s is null", (_what, body) => {
    expect(eventOf({ method: "POST", body }, options).body).toBeNull();
  });
});
