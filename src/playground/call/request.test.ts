import { expect, test } from "vitest";
import { type RequestBody, type RequestSpec, toDraft } from "./request.js";

const toSpec = (body: RequestBody, rest: Partial<RequestSpec> = {}): RequestSpec => ({
  ...{ method: "POST", url: "https://x/", headers: [], body },
  ...rest,
});

test("sends JSON as JSON, unless a header says otherwise", () => {
  const body: RequestBody = { kind: "json", text: "[1]" };
  expect(toDraft(toSpec(body)).headers.get("content-type")).toBe("application/json");
  const draft = toDraft(toSpec(body, { headers: [["Content-Type", "application/ld+json"]] }));
  expect([...draft.headers]).toEqual([["content-type", "application/ld+json"]]);
  expect(draft.body).toBe("[1]");
});

test("sends fields as a form, and files by name there", () => {
  const fields = [
    { name: "a", value: "1 & 2" },
    { name: "f", value: new File(["x"], "x.txt") },
  ];
  expect(String(toDraft(toSpec({ kind: "form", fields })).body)).toBe("a=1+%26+2&f=x.txt");
});

test("sends files whole in a multipart form", async () => {
  const fields = [{ name: "f", value: new File(["x"], "x.txt", { type: "text/plain" }) }];
  const { body } = toDraft(toSpec({ kind: "multipart", fields }));
  const file = (await new Response(body).formData()).get("f");
  expect(file).toMatchObject({ name: "x.txt", type: "text/plain", size: 1 });
});

test("sends a file as bytes of its type", () => {
  const file = new File(["x"], "x.bin");
  const draft = toDraft(toSpec({ kind: "file", file }));
  expect(draft.headers.get("content-type")).toBe("application/octet-stream");
  expect(draft.body).toBe(file);
});

test("sends no body with GET and HEAD", () => {
  for (const method of ["GET", "HEAD"]) {
    const draft = toDraft(toSpec({ kind: "json", text: "[1]" }, { method }));
    expect([draft.body, ...draft.headers]).toEqual([undefined]);
  }
});

test("keeps headers that are given twice, and names the one that is none", () => {
  const headers = [
    ["X-A", "1"],
    ["x-a", "2"],
  ] as const;
  expect(toDraft(toSpec({ kind: "none" }, { headers })).headers.get("x-a")).toBe("1, 2");
  expect(() => toDraft(toSpec({ kind: "none" }, { headers: [["no name", "1"]] }))).toThrow("no name: 1");
});
