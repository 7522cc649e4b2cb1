import { asking, type Case } from "./case.js";

const ask = asking("3 Event, raw", { web: "raw", parameters: { a: 1 } });
const raw = (http: object) => ({
  status: 200,
  parameters: { a: 1 },
  http: { method: "POST", path: "", body: "", queryString: "", isBase64Encoded: false, ...http },
});
const post = (type: string, body: string | Uint8Array<ArrayBuffer>) => ({
  method: "POST",
  headers: { "content-type": type },
  body,
});

export const rawRequests: Case[] = [
  ask("nothing is empty strings", { method: "POST" }, raw({})),
  ask("the path", { method: "POST", path: "/fn/a%20b" }, raw({ path: "/a%20b" })),
  ask("the query as it is", { method: "POST", query: "b=1+2&b=%41" }, raw({ queryString: "b=1+2&b=%41" })),
  ask("JSON as text", post("application/json", '{"b":1}'), raw({ body: '{"b":1}' })),
  ask("malformed JSON as text", post("application/json", "{{"), raw({ body: "{{" })),
  ask("a form as text", post("application/x-www-form-urlencoded", "b=1"), raw({ body: "b=1" })),
  ask("text", post("text/plain", "é"), raw({ body: "é" })),
  ask("SVG as text", post("image/svg+xml", "<svg/>"), raw({ body: "<svg/>" })),
  ask(
    "bytes as base64",
    post("image/gif", Uint8Array.of(0, 255)),
    raw({ body: "AP8=", isBase64Encoded: true }),
  ),
  ask(
    "multipart as base64",
    post("multipart/form-data; boundary=b", "x"),
    raw({ body: "eA==", isBase64Encoded: true }),
  ),
  ask("a query never overrides", { method: "POST", query: "a=2" }, raw({ queryString: "a=2" })),
  ask("a body never overrides", post("application/json", '{"a":2}'), raw({ body: '{"a":2}' })),
  ask(
    "reserved keys are no failure",
    { method: "POST", query: "__ow_path=1" },
    raw({ queryString: "__ow_path=1" }),
  ),
  ask("final keys are no failure", { method: "POST", query: "a=2" }, raw({ queryString: "a=2" }), {
    config: { web: "raw", parameters: { a: 1 }, annotations: { final: true } },
  }),
  ask("one function may be raw", { method: "POST", query: "b=1" }, raw({ queryString: "b=1" }), {
    config: { parameters: { a: 1 }, functions: { fn: { web: "raw" } } },
  }),
];
