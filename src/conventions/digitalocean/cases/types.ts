import { type Case, returning } from "./case.js";

const gives = returning("4 Result, content type");
const MISMATCH = { status: 400, error: "Response type in header did not match generated content type." };
const UNKNOWN = { status: 400, error: "Response did not specify a known content-type." };
const typed = (type: unknown, body: unknown) => () => ({ headers: { "Content-Type": type }, body });
const sent = (type: string, body: string | readonly number[] | { json: unknown }) => ({
  status: 200,
  body,
  headers: { "content-type": type },
});
const stream = () => new Blob([Uint8Array.of(1, 2)]).stream();

export const types: Case[] = [
  gives("text in HTML", typed("text/html", "<p>"), sent("text/html; charset=UTF-8", "<p>")),
  gives("plain text", typed("text/plain", "x"), sent("text/plain; charset=UTF-8", "x")),
  gives(
    "another charset becomes UTF-8",
    typed("text/html; charset=iso-8859-1", "é"),
    sent("text/html; charset=UTF-8", "é"),
  ),
  gives(
    "other parameters are kept",
    typed("text/plain; a=b", "x"),
    sent("text/plain; a=b; charset=UTF-8", "x"),
  ),
  gives(
    "the name in capitals",
    () => ({ headers: { "CONTENT-TYPE": "text/css" }, body: "x" }),
    sent("text/css; charset=UTF-8", "x"),
  ),
  gives("the first of two", typed(["text/css", "text/plain"], "x"), sent("text/css; charset=UTF-8", "x")),
  gives("JavaScript", typed("text/javascript", "1"), sent("text/javascript; charset=UTF-8", "1")),
  gives("SVG is text", typed("image/svg+xml", "<svg/>"), sent("image/svg+xml", "<svg/>")),
  gives("XML", typed("application/xml", "<a/>"), sent("application/xml; charset=UTF-8", "<a/>")),
  gives(
    "an unregistered +json is text",
    typed("application/own+json", '{"a":1}'),
    sent("application/own+json", '{"a":1}'),
  ),
  gives("YAML is text", typed("application/yaml", "a: 1"), sent("application/yaml", "a: 1")),
  gives("NDJSON is text", typed("application/x-ndjson", "1\n"), sent("application/x-ndjson", "1\n")),
  gives(
    "any type with a charset is text",
    typed("application/own; charset=utf-8", "x"),
    sent("application/own; charset=UTF-8", "x"),
  ),
  gives("JSON text", typed("application/json", '{"a":1}'), sent("application/json", '{"a":1}')),
  gives(
    "JSON text that looks like base64",
    typed("application/json", "1234"),
    sent("application/json", "1234"),
  ),
  gives("JSON text that is none", typed("application/json", "abcd"), sent("application/json", "abcd")),
  gives(
    "JSON as base64 is decoded",
    typed("application/json", "eyJhIjoxfQ=="),
    sent("application/json", { json: { a: 1 } }),
  ),
  gives(
    "an object declared as JSON",
    typed("application/json", { a: 1 }),
    sent("application/json", { json: { a: 1 } }),
  ),
  gives(
    "an object declared as +json",
    typed("application/hal+json", { a: 1 }),
    sent("application/hal+json", { json: { a: 1 } }),
  ),
  gives("an object declared as HTML", typed("text/html", { a: 1 }), MISMATCH),
  gives("a number declared as text", typed("text/plain", 1), MISMATCH),
  gives("an object declared as an image", typed("image/png", { a: 1 }), MISMATCH),
  gives("an object declared as nothing known", typed("xyzbar", { a: 1 }), MISMATCH),
  gives("base64 of an image", typed("image/png", "AP8="), sent("image/png", [0, 255])),
  gives("base64 without padding", typed("image/png", "AP8"), sent("image/png", [0, 255])),
  gives(
    "base64 of bytes",
    typed("application/octet-stream", "AQID"),
    sent("application/octet-stream", [1, 2, 3]),
  ),
  gives("base64 of an unknown type", typed("application/own", "AQID"), sent("application/own", [1, 2, 3])),
  gives("text in an image", typed("image/png", "no base64!"), MISMATCH),
  gives("base64 with a line break", typed("image/png", "AQ\nID"), MISMATCH),
  gives("base64 of the URL alphabet", typed("image/png", "_-8="), MISMATCH),
  gives("base64 with too much padding", typed("image/png", "AQID="), MISMATCH),
  gives("base64 cut off", typed("image/png", "AQIDB"), MISMATCH),
  gives("no content type", typed("xyzbar", "x"), UNKNOWN),
  gives("an empty content type", typed("", "x"), UNKNOWN),
  gives("a number for a content type", typed(5, "x"), UNKNOWN),
  gives("an impossible type without a body", typed("xyzbar", ""), {
    status: 204,
    headers: { "content-type": null },
  }),
  gives("bytes", () => ({ body: Uint8Array.of(1, 2) }), sent("application/octet-stream", [1, 2])),
  gives("bytes with a type", typed("image/png", Uint8Array.of(1, 2)), sent("image/png", [1, 2])),
  gives(
    "a part of bytes",
    () => ({ body: Uint8Array.of(1, 2, 3).subarray(1) }),
    sent("application/octet-stream", [2, 3]),
  ),
  gives("a buffer", () => ({ body: Uint8Array.of(1, 2).buffer }), sent("application/octet-stream", [1, 2])),
  gives(
    "other views",
    () => ({ body: new DataView(Uint8Array.of(1).buffer) }),
    sent("application/octet-stream", [1]),
  ),
  gives("a blob", () => ({ body: new Blob(["x"], { type: "text/css" }) }), sent("text/css", "x")),
  gives(
    "a blob with another type",
    typed("text/plain", new Blob(["x"], { type: "text/css" })),
    sent("text/plain", "x"),
  ),
  gives("a stream", () => ({ body: stream() }), sent("application/octet-stream", [1, 2])),
  gives("bytes and a status", () => ({ statusCode: 201, body: Uint8Array.of(1), headers: { "x-a": 1 } }), {
    status: 201,
    body: [1],
    headers: { "x-a": "1" },
  }),
  gives(
    "a Response",
    () => new Response("x", { status: 203, headers: { "content-type": "text/own", "x-a": "1" } }),
    {
      status: 203,
      body: "x",
      headers: { "content-type": "text/own", "x-a": "1" },
    },
  ),
  gives("a Response without a body", () => new Response(null, { status: 204 }), { status: 204, body: "" }),
  gives("a Response.json", () => Response.json({ a: 1 }), { status: 200, body: { json: { a: 1 } } }),
  gives("a Response that is an error", () => Response.error(), {
    status: 400,
    error: "Response is not valid 'message/http'.",
  }),
];
