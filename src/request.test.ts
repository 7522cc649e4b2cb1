import { afterEach, describe, expect, test, vi } from "vitest";
import { answerHypha } from "./conventions/hypha/answer.js";
import type { HyphaEvent, StreamingHyphaEvent } from "./conventions/hypha/event.js";
import { toExampleCall, toExamplePage } from "./example-call.js";
import { type RequestEvent, request } from "./request.js";

function toRequestEvent(event: Partial<RequestEvent> = {}): RequestEvent {
  return {
    method: "GET",
    headers: {},
    body: null,
    path: "/a b",
    raw_path: "/a%20b",
    query_string: "",
    scheme: "https",
    server: ["example.org", 443],
    root_path: "",
    workspace: "W",
    service_id: "S",
    ...event,
  };
}

/** A form as a browser sends it. */
async function toFormEvent(form: FormData | URLSearchParams): Promise<RequestEvent> {
  const response = new Response(form);
  const type = response.headers.get("content-type") ?? "";
  const body = new Uint8Array(await response.arrayBuffer());
  return toRequestEvent({ method: "POST", headers: { "content-type": type }, body });
}

describe("request(event): the address", () => {
  test.each([
    ["the default port", {}, "https://example.org/W/apps/S/a%20b"],
    ["another port", { server: ["localhost", 3000] }, "https://localhost:3000/W/apps/S/a%20b"],
    ["a query", { query_string: "a=1&b" }, "https://example.org/W/apps/S/a%20b?a=1&b"],
    ["a root path", { root_path: "/sub" }, "https://example.org/sub/W/apps/S/a%20b"],
    ["a client's service", { service_id: "c:S" }, "https://example.org/W/apps/c%3AS/a%20b"],
    ["a decoded path only", { raw_path: undefined, path: "/ü?" }, "https://example.org/W/apps/S/%C3%BC%3F"],
    ["a url of its own", { url: "https://example.org/sub/x" }, "https://example.org/sub/x"],
    ["no place", { workspace: undefined, server: undefined, scheme: undefined }, "http://localhost/a%20b"],
  ])("with %s", (_what, event, url) => {
    expect(request(toRequestEvent(event as Partial<RequestEvent>)).url).toBe(url);
  });
});

describe("request(event): method, headers, body", () => {
  test.each(["GET", "HEAD"])("%s has no body", async (method) => {
    expect(await request(toRequestEvent({ method, body: "x" })).text()).toBe("");
  });

  test.each([
    ["bytes", new TextEncoder().encode("héllo")],
    ["text", "héllo"],
    ["a stream", new Blob(["héllo"]).stream()],
  ])("%s can be read as text", async (_what, body) => {
    const made = request(toRequestEvent({ method: "PUT", body: body as Uint8Array }));
    expect([made.method, await made.text()]).toEqual(["PUT", "héllo"]);
  });

  test("text of a beacon can be read", async () => {
    const headers = { "content-type": "text/plain;charset=UTF-8" };
    const body = new TextEncoder().encode('{"left":true}');
    expect(await request(toRequestEvent({ method: "POST", headers, body })).json()).toEqual({ left: true });
  });

  test("no body is an empty one", async () => {
    expect(await request(toRequestEvent({ method: "POST" })).text()).toBe("");
  });

  test("the signal is the event's", () => {
    const controller = new AbortController();
    const { signal } = request(toRequestEvent({ signal: controller.signal }));
    controller.abort();
    expect(signal.aborted).toBe(true);
  });

  test("a clone has the headers and the body too", async () => {
    const headers = { cookie: "a=1" };
    const clone = request(toRequestEvent({ method: "POST", headers, body: "x" })).clone();
    expect([clone.headers.get("cookie"), await clone.text()]).toEqual(["a=1", "x"]);
  });
});

describe("request(event): forms", () => {
  test("of several files with names beyond ASCII", async () => {
    const form = new FormData();
    form.append("files", new File(["eins"], "größe.txt", { type: "text/plain" }));
    form.append("files", new File([new Uint8Array([0, 255])], "☃ 2.bin"));
    form.append("näme", "wért");
    const read = await request(await toFormEvent(form)).formData();
    const files = read.getAll("files") as File[];
    expect(files.map(({ name, size, type }) => [name, size, type])).toEqual([
      ["größe.txt", 4, "text/plain"],
      ["☃ 2.bin", 2, "application/octet-stream"],
    ]);
    expect(await files[0]?.text()).toBe("eins");
    expect(read.get("näme")).toBe("wért");
  });

  test("of bytes as browsers send them", async () => {
    const lines = [
      "--xyz",
      'Content-Disposition: form-data; name="file"; filename="a%22b.txt"',
      "Content-Type: text/plain",
      "",
      "line 1\r\nline 2",
      "--xyz--",
      "",
    ];
    const headers = { "content-type": "multipart/form-data; boundary=xyz" };
    const event = toRequestEvent({ method: "POST", headers, body: lines.join("\r\n") });
    const file = (await request(event).formData()).get("file") as File;
    expect([file.name, await file.text()]).toEqual(['a"b.txt', "line 1\r\nline 2"]);
  });

  test("urlencoded", async () => {
    const event = await toFormEvent(new URLSearchParams({ a: "1 2", ü: "&=" }));
    expect([...(await request(event).formData())]).toEqual([
      ["a", "1 2"],
      ["ü", "&="],
    ]);
  });

  test("arrive at a handler", async () => {
    const event = await toFormEvent(new URLSearchParams({ a: "1" }));
    const f = async (event: HyphaEvent) => (await request(event).formData()).get("a");
    const call = toExampleCall({
      method: "POST",
      headers: Object.entries(event.headers),
      body: (event.body as Uint8Array<ArrayBuffer>).buffer,
    });
    const answer = await answerHypha(
      { id: "S", members: { f }, requireContext: false },
      call,
      toExamplePage(),
    );
    expect(answer.body).toBe("1");
  });

  test("take the events of both kinds of services", () => {
    const take = (_event: RequestEvent) => {};
    expect([(event: HyphaEvent) => take(event), (event: StreamingHyphaEvent) => take(event)]).toHaveLength(2);
  });
});

describe("request(event) in a browser", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  /** Drops what browsers forbid, and treats a stream as Firefox does. */
  class BrowserRequest extends Request {
    static isReadingDuplex = false;

    constructor(input: Request | string, init: RequestInit & { duplex?: string } = {}) {
      const { method, body, headers } = init;
      if (BrowserRequest.isReadingDuplex) void init.duplex;
      const allowed = new Headers(headers);
      for (const name of ["cookie", "origin", "referer"]) allowed.delete(name);
      super(input, { ...(method && { method }), ...(body && { body: String(body) }), headers: allowed });
    }
  }

  async function requestInBrowser(event: RequestEvent): Promise<Request> {
    vi.stubGlobal("Request", BrowserRequest);
    vi.resetModules();
    const { request } = await import("./request.js");
    return request(event);
  }

  test.each(["cookie", "origin", "referer"])("the header %s is readable", async (name) => {
    const made = await requestInBrowser(toRequestEvent({ headers: { [name]: "x", "x-a": "1" } }));
    expect([made.headers.get(name), made.headers.get("x-a")]).toEqual(["x", "1"]);
    expect(made.clone().headers.get(name)).toBe("x");
  });

  test.each([false, true])("a stream is read where a Request takes none, duplex read: %j", async (isRead) => {
    BrowserRequest.isReadingDuplex = isRead;
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const event = toRequestEvent({ method: "POST", headers, body: new Blob(["a=ü"]).stream() as never });
    const made = await requestInBrowser(event);
    const clone = made.clone();
    expect(made.bodyUsed).toBe(false);
    expect((await made.formData()).get("a")).toBe("ü");
    expect(made.bodyUsed).toBe(true);
    expect(await clone.text()).toBe("a=ü");
  });
});
