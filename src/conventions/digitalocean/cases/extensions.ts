import { type Case, returning } from "./case.js";

const json = at("json");
const html = at("html");
const svg = at("svg");
const text = at("text");

/** Asks for `/fn.<extension>`. */
function at(extension: string): ReturnType<typeof returning> {
  const gives = returning(`4 Result, .${extension}`);
  return (name, returned, outcome, extra) =>
    gives(name, returned, outcome, { request: { path: `/fn.${extension}` }, ...extra });
}
const sent = (type: string) => (body: string | { json: unknown }) => ({
  status: 200,
  body,
  headers: { "content-type": type },
});
const asJson = sent("application/json");
const asHtml = sent("text/html; charset=UTF-8");
const asSvg = sent("image/svg+xml");
const asText = sent("text/plain; charset=UTF-8");
const invalid = (type: string) => ({ status: 400, error: `Response is not valid '${type}'.` });
const PROCESSING = { status: 400, error: "There was an error processing your request." };
const MISSING = { status: 404, error: "Response does not include requested property." };
const whole = { statusCode: 404, headers: { "x-a": "1" }, body: "x" };
const raise = () => {
  throw new Error("told");
};

export const extensions: Case[] = [
  json("the whole result, whatever it says", () => whole, {
    ...asJson({ json: whole }),
    headers: { "x-a": null },
  }),
  json("an object without known keys", () => ({ a: 1 }), asJson({ json: { a: 1 } })),
  json("an array", () => [1, null], asJson({ json: [1, null] })),
  json("a string", () => "x", asJson({ json: "x" })),
  json("a number", () => 0, asJson({ json: 0 })),
  json("a boolean", () => false, asJson({ json: false })),
  json("nothing", () => undefined, asJson({ json: {} })),
  json("null", () => null, asJson({ json: {} })),
  json("a key error with a text", () => ({ error: "x" }), invalid("application/json")),
  json("a key error with an object", () => ({ error: { a: 1 }, b: 2 }), asJson({ json: { a: 1 } })),
  json(
    "JSON semantics",
    () => ({ d: new Date(0), u: undefined }),
    asJson({ json: { d: "1970-01-01T00:00:00.000Z" } }),
  ),
  json("bytes", () => ({ body: new Uint8Array(1) }), invalid("application/json")),
  json("a Response", () => new Response("x"), invalid("application/json")),
  json("throwing", raise, { status: 502, error: "told" }),
  html("body", () => ({ body: "<p>", html: "no", statusCode: 404 }), asHtml("<p>")),
  html("html", () => ({ html: "<p>" }), asHtml("<p>")),
  html("an empty text", () => ({ html: "" }), asHtml("")),
  html("an object", () => ({ body: { a: 1 } }), invalid("text/html")),
  html("a body of null comes before html", () => ({ body: null, html: "<p>" }), invalid("text/html")),
  html("neither", () => ({ a: "x" }), invalid("text/html")),
  html("nothing", () => undefined, invalid("text/html")),
  html("a bare string", () => "<p>", PROCESSING),
  html("a key error with html", () => ({ error: { html: "<p>" } }), asHtml("<p>")),
  html("bytes", () => ({ body: new Uint8Array(1) }), invalid("text/html")),
  svg("body", () => ({ body: "<svg/>", svg: "no" }), asSvg("<svg/>")),
  svg("svg", () => ({ svg: "<svg/>" }), asSvg("<svg/>")),
  svg("a number", () => ({ svg: 1 }), invalid("image/svg+xml")),
  svg("neither", () => ({ html: "x" }), invalid("image/svg+xml")),
  text("body", () => ({ body: "x", text: "no" }), asText("x")),
  text("text", () => ({ text: "x" }), asText("x")),
  text("an object", () => ({ body: { a: 1 } }), asText('{\n  "a": 1\n}')),
  text("an array", () => ({ text: [1] }), asText("[\n  1\n]")),
  text("a number", () => ({ text: 1.5 }), asText("1.5")),
  text("a boolean", () => ({ text: false }), asText("false")),
  text("null", () => ({ text: null }), asText("null")),
  text("neither", () => ({ a: 1 }), MISSING),
  text("nothing", () => undefined, MISSING),
  text("bytes", () => ({ body: new Uint8Array(1) }), invalid("text/plain")),
  text("a bare string", () => "x", PROCESSING),
];
