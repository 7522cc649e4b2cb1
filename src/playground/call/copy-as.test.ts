import { expect, test } from "vitest";
import { toCurl, toFetchCode } from "./copy-as.js";
import type { RequestBody, RequestSpec } from "./request.js";

const toSpec = (
  method: string,
  body: RequestBody = { kind: "none" },
  headers: RequestSpec["headers"] = [],
) => ({
  ...{ method, url: "https://x/a?b=it's", headers, body },
});

const FILE = new File(["x"], "a b.png", { type: "image/png" });

/** Runs the code, and gives what `fetch` was called with. */
async function run(code: string): Promise<Request> {
  const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;
  let request: Request | undefined;
  await new AsyncFunction("fetch", code)((...args: ConstructorParameters<typeof Request>) => {
    request = new Request(...args);
  });
  if (!request) throw new Error("fetch was not called");
  return request;
}

test("a GET is one line", () => {
  expect(toFetchCode(toSpec("GET"))).toBe(`await fetch("https://x/a?b=it's");`);
  expect(toCurl(toSpec("GET"))).toBe(`curl 'https://x/a?b=it'\\''s'`);
});

test("the code for fetch makes the same request", async () => {
  const body: RequestBody = { kind: "json", text: '{"a": "`it\\\\s`"}' };
  const request = await run(toFetchCode(toSpec("PUT", body, [["X-A", "1"]])));
  expect([request.method, request.headers.get("x-a")]).toEqual(["PUT", "1"]);
  expect(request.headers.get("content-type")).toBe("application/json");
  expect(await request.json()).toEqual({ a: "`it\\s`" });
});

test("headers that are given twice are both in the code", async () => {
  const headers = [
    ["X-A", "1"],
    ["X-A", "2"],
  ] as const;
  const request = await run(toFetchCode(toSpec("DELETE", { kind: "none" }, headers)));
  expect(request.headers.get("x-a")).toBe("1, 2");
});

test("forms and files are in the code", async () => {
  const fields = [
    { name: "n", value: "v" },
    { name: "f", value: FILE },
  ];
  const form = await (await run(toFetchCode(toSpec("POST", { kind: "multipart", fields })))).formData();
  expect(form.get("n")).toBe("v");
  expect(form.get("f")).toMatchObject({ name: "a b.png", type: "image/png" });
  const encoded = await run(toFetchCode(toSpec("POST", { kind: "form", fields: fields.slice(0, 1) })));
  expect(await encoded.text()).toBe("n=v");
  const raw = await run(toFetchCode(toSpec("POST", { kind: "file", file: FILE })));
  expect(raw.headers.get("content-type")).toBe("image/png");
});

test("JSON that is none stays as it was typed", async () => {
  const request = await run(toFetchCode(toSpec("POST", { kind: "json", text: "{a: 1}" })));
  expect(await request.text()).toBe("{a: 1}");
});

test("curl gets method, headers and body as the shell needs them", () => {
  const json: RequestBody = { kind: "json", text: "it's" };
  expect(
    toCurl(toSpec("PATCH", json, [["X-A", "1"]]))
      .split(" \\\n  ")
      .slice(1),
  ).toEqual([
    "--request PATCH",
    "--header 'X-A: 1'",
    "--header 'Content-Type: application/json'",
    "--data-raw 'it'\\''s'",
  ]);
  const fields = [
    { name: "n", value: "@v" },
    { name: "f", value: FILE },
  ];
  expect(
    toCurl(toSpec("POST", { kind: "multipart", fields }))
      .split(" \\\n  ")
      .slice(1),
  ).toEqual(["--form-string 'n=@v'", "--form 'f=@a b.png'"]);
  expect(toCurl(toSpec("HEAD"))).toContain("--head");
});
