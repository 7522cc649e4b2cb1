import { describe, expect, test } from "vitest";
import type { Answer } from "../conventions/convention.js";
import { receiveFlow } from "../flow.js";
import { isSafe, toResponse, toWireRequest } from "./http.js";

const URL_OF_F = "https://example.org/W/apps/S/f";
const address = { face: "apps", workspace: "W", serviceId: "c1:S", path: "/f/", query: "a=1" } as const;

describe("Request → wire call", () => {
  test("says what the request and its address say", async () => {
    const request = new Request(URL_OF_F, { headers: { "X-A": "1", accept: "*/*" } });
    expect(await toWireRequest(request, address)).toEqual({
      workspace: "W",
      serviceId: "c1:S",
      method: "GET",
      path: "/f/",
      query: "a=1",
      headers: [
        ["accept", "*/*"],
        ["x-a", "1"],
      ],
      body: null,
    });
  });

  test("says when its function is called by name", async () => {
    const request = new Request("https://example.org/W/services/S/f");
    expect(await toWireRequest(request, { ...address, face: "services" })).toMatchObject({
      face: "services",
    });
  });

  test("an address that ends with the service asks for /", async () => {
    const request = new Request(URL_OF_F, { method: "POST" });
    expect((await toWireRequest(request, { ...address, path: "" })).path).toBe("/");
  });

  test.each(["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])(
    "a %s brings its body as bytes",
    async (method) => {
      const request = new Request(URL_OF_F, { method, body: new Uint8Array([0, 255]) });
      expect((await toWireRequest(request, address)).body).toEqual(new Uint8Array([0, 255]).buffer);
    },
  );

  test("a body is streamed to a service that takes it as it comes", async () => {
    const made: string[] = [];
    const source = new ReadableStream(
      {
        pull(controller) {
          made.push("chunk");
          if (made.length === 3) controller.close();
          else controller.enqueue(new Uint8Array([made.length]));
        },
      },
      { highWaterMark: 0 },
    );
    const init = { method: "POST", body: source, duplex: "half" };
    const { body } = await toWireRequest(new Request(URL_OF_F, init), address, true);
    expect([body, made.length]).toEqual([expect.any(MessagePort), 0]);
    const { stream } = receiveFlow(body as MessagePort);
    expect([...new Uint8Array(await new Response(stream).arrayBuffer())]).toEqual([1, 2]);
  });

  test("a request without a body streams nothing", async () => {
    const { body } = await toWireRequest(new Request(URL_OF_F, { method: "POST" }), address, true);
    expect(body).toEqual(new ArrayBuffer(0));
  });

  test.each(["GET", "HEAD"])("a %s has none", async (method) => {
    expect((await toWireRequest(new Request(URL_OF_F, { method }), address)).body).toBeNull();
  });
});

describe("wire answer → Response", () => {
  const answer: Answer = {
    status: 418,
    statusText: "Teapot",
    headers: [
      ["content-type", "text/css"],
      ["x-a", "1"],
      ["x-a", "2"],
    ],
    body: "body",
  };

  test("has its status, status text, headers and body", async () => {
    const response = toResponse(answer, "GET");
    expect([response.status, response.statusText, await response.text()]).toEqual([418, "Teapot", "body"]);
    expect([...response.headers]).toEqual([
      ["content-type", "text/css"],
      ["x-a", "1, 2"],
    ]);
  });

  test.each([
    ["bytes", new Uint8Array([104, 105])],
    ["a Blob without a type", new Blob(["hi"])],
    ["a string", "hi"],
    ["no body", null],
  ])("gives no content type to %s: that is the handler's to choose", (_what, body) => {
    expect(toResponse({ status: 200, headers: [], body }, "GET").headers.get("content-type")).toBeNull();
  });

  test("sends a string as UTF-8", async () => {
    const response = toResponse({ status: 200, headers: [], body: "é☃" }, "GET");
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([0xc3, 0xa9, 0xe2, 0x98, 0x83]);
  });

  test("keeps every Set-Cookie", () => {
    const headers: Answer["headers"] = [
      ["Set-Cookie", "a=1"],
      ["set-cookie", "b=2"],
    ];
    const response = toResponse({ status: 200, headers, body: null }, "GET");
    expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  });

  test("to HEAD has no body, and the same headers", async () => {
    const response = toResponse(answer, "HEAD");
    expect(response.body).toBeNull();
    expect(response.headers.get("content-type")).toBe("text/css");
  });

  test("without a status text has an empty one", () => {
    expect(toResponse({ status: 204, headers: [], body: null }, "GET").statusText).toBe("");
  });

  test.each([
    ["bytes", new Uint8Array([104, 105])],
    ["a Blob", new Blob(["hi"])],
    ["a string", "hi"],
  ])("sends %s", async (_what, body) => {
    expect(await toResponse({ status: 200, headers: [], body }, "GET").text()).toBe("hi");
  });
});

describe("methods that are safe to repeat (RFC 9110, 9.2.1)", () => {
  test.each(["GET", "HEAD", "OPTIONS", "TRACE"])("%s is", (method) => {
    expect(isSafe(method)).toBe(true);
  });

  test.each(["POST", "PUT", "DELETE", "PATCH", "CONNECT", "PURGE", "get"])("%s is not", (method) => {
    expect(isSafe(method)).toBe(false);
  });
});
