import { type AppCase, BROWSER_SETS_HEADERS, FETCH_FOLLOWS } from "./case.js";

function toForm(...parts: [string, string | File][]): FormData {
  const form = new FormData();
  for (const [name, value] of parts) form.append(name, value);
  return form;
}

const json = { "content-type": "application/json" };
const basic = (credentials: string) => ({ headers: { authorization: `Basic ${btoa(credentials)}` } });

export const honoCases: readonly AppCase[] = [
  { name: "the root", path: "/", status: 200 },
  { name: "JSON", path: "/json", status: 200 },
  { name: "HEAD", path: "/json", status: 200, init: { method: "HEAD" } },
  { name: "HTML", path: "/html", status: 200 },
  { name: "a parameter and a query", path: "/users/7?a=1&b=x%20y&a=2", status: 200 },
  { name: "a parameter that does not fit", path: "/users/seven", status: 404 },
  { name: "an encoded path", path: "/files/gr%C3%BC%C3%9Fe%20x/%2F", status: 200 },
  { name: "a missing path", path: "/missing", status: 404 },
  { name: "a method without a route", path: "/json", status: 404, init: { method: "PATCH" } },
  {
    name: "a JSON body",
    path: "/json",
    status: 201,
    init: { method: "POST", headers: json, body: '{"a":[1,"ü"]}' },
  },
  {
    name: "a body that is no JSON",
    path: "/json",
    status: 500,
    init: { method: "POST", headers: json, body: "{" },
  },
  {
    name: "an urlencoded form",
    path: "/form",
    status: 200,
    init: { method: "POST", body: new URLSearchParams("a=1&a=2&b=%C3%BC") },
  },
  {
    name: "a multipart form",
    path: "/form",
    status: 200,
    init: { method: "POST", body: toForm(["a", "1"], ["b", "ü"]) },
  },
  {
    name: "a file",
    path: "/upload",
    status: 200,
    init: {
      method: "POST",
      body: toForm(["file", new File(["content"], "größe.txt", { type: "text/plain" })]),
    },
  },
  {
    name: "a form without the file",
    path: "/upload",
    status: 400,
    init: { method: "POST", body: toForm(["a", "1"]) },
  },
  {
    name: "bytes",
    path: "/bytes",
    status: 200,
    init: { method: "PUT", body: new Uint8Array([0, 255, 10, 13]) },
  },
  { name: "an empty body", path: "/bytes", status: 200, init: { method: "PUT" } },
  { name: "an answer without a body", path: "/users/7", status: 204, init: { method: "DELETE" } },
  {
    name: "headers",
    path: "/headers",
    status: 200,
    init: { headers: { "X-One": "1", origin: "https://a.org", referer: "https://a.org/b" } },
    outOfReach: BROWSER_SETS_HEADERS,
  },
  {
    name: "cookies",
    path: "/cookies",
    status: 200,
    init: { headers: { cookie: "a=1; b=%C3%BC" } },
    outOfReach: BROWSER_SETS_HEADERS,
  },
  { name: "cookies that are set", path: "/set-cookies", status: 200 },
  { name: "a redirect", path: "/redirect", status: 302, outOfReach: FETCH_FOLLOWS },
  { name: "a relative redirect", path: "/moved", status: 301, outOfReach: FETCH_FOLLOWS },
  {
    name: "CORS",
    path: "/cors/data",
    status: 200,
    init: { headers: { origin: "https://other.org" } },
    outOfReach: BROWSER_SETS_HEADERS,
  },
  {
    name: "CORS for a stranger",
    path: "/cors/data",
    status: 200,
    init: { headers: { origin: "https://third.org" } },
    outOfReach: BROWSER_SETS_HEADERS,
  },
  {
    name: "a preflight",
    path: "/cors/data",
    status: 204,
    init: {
      method: "OPTIONS",
      headers: { origin: "https://other.org", "access-control-request-method": "PUT" },
    },
    outOfReach: BROWSER_SETS_HEADERS,
  },
  { name: "an ETag", path: "/etag/page", status: 200 },
  {
    name: "another ETag",
    path: "/etag/page",
    status: 200,
    init: { headers: { "if-none-match": '"other"' } },
  },
  {
    name: "the same ETag",
    path: "/etag/page",
    status: 304,
    init: { headers: { "if-none-match": '"767013ce0ee0f6d7a07587912eba3104cfaabc15"' } },
  },
  { name: "no credentials", path: "/admin/panel", status: 401 },
  { name: "wrong credentials", path: "/admin/panel", status: 401, init: basic("ada:wrong") },
  { name: "the right credentials", path: "/admin/panel", status: 200, init: basic("ada:s3cret") },
  { name: "a stream of bytes", path: "/stream", status: 200 },
  { name: "a stream of text", path: "/text", status: 200 },
  { name: "server-sent events", path: "/events", status: 200 },
  { name: "a large body", path: "/large", status: 200 },
  { name: "a cloned request", path: "/clone", status: 200 },
  { name: "a handler that throws", path: "/throws", status: 500 },
  { name: "a handler that throws an answer", path: "/teapot", status: 418 },
];
