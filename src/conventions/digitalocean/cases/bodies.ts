import { asking, type Case, type CaseRequest } from "./case.js";

const ask = asking("3 Event, body");
const json = "application/json";
const form = "application/x-www-form-urlencoded";
const BYTES = Uint8Array.of(0, 255, 128);
const BASE64 = "AP+A";

function post(type: string | undefined, body: CaseRequest["body"], method = "POST"): CaseRequest {
  return { method, ...(type && { headers: { "content-type": type } }), ...(body !== undefined && { body }) };
}
const http = (more: object = {}) => ({ method: "POST", path: "", ...more });
const spread = (parameters: Record<string, unknown>) => ({ status: 200, parameters, http: http() });
const whole = (value: unknown, body = value) => ({
  status: 200,
  parameters: { __ow_body: value },
  http: http({ body }),
});
const binary = (body: string) => ({
  status: 200,
  parameters: { __ow_body: body },
  http: http({ body, isBase64Encoded: true }),
});
const malformed = { status: 400, error: /^The request content was malformed:\n./, invoked: false };

export const bodies: Case[] = [
  ask("none", post(undefined, undefined), spread({})),
  ask("JSON of no bytes", post(json, ""), spread({})),
  ask("text of no bytes", post("text/plain", ""), spread({})),
  ask(
    "a JSON object",
    post(json, '{"n":1,"s":"x","o":{"a":[true,null]}}'),
    spread({ n: 1, s: "x", o: { a: [true, null] } }),
  ),
  ask("an empty JSON object", post(json, "{}"), spread({})),
  ask("JSON with a charset", post(`${json}; charset=utf-8`, '{"n":1}'), spread({ n: 1 })),
  ask("JSON with its type in capitals", post("Application/JSON", '{"n":1}'), spread({ n: 1 })),
  ask("JSON with a byte order mark", post(json, '\ufeff{"n":1}'), spread({ n: 1 })),
  ask("+json", post("application/vnd.api+json", '{"n":1}'), spread({ n: 1 })),
  ask("JSON that is an array", post(json, "[1, 2]"), whole([1, 2], "[1, 2]")),
  ask("JSON that is a number", post(json, "1.0"), whole(1, "1.0")),
  ask("JSON that is a string", post(json, '"x"'), whole("x", '"x"')),
  ask("JSON that is null", post(json, "null"), whole(null, "null")),
  ask("malformed JSON", post(json, '{"a":'), malformed),
  ask("JSON that is white space", post(json, " "), malformed),
  ask("malformed +json", post("application/problem+json", "x"), malformed),
  ask("a form", post(form, "a=1&b=x+y"), spread({ a: "1", b: "x y" })),
  ask("a form's last duplicate wins", post(form, "a=1&a=2"), spread({ a: "2" })),
  ask("a form with a charset", post(`${form}; charset=utf-8`, "%C3%A9=1"), spread({ é: "1" })),
  ask("text", post("text/plain;charset=UTF-8", '{"a":1}'), whole('{"a":1}')),
  ask("XML", post("application/xml", "<a/>"), whole("<a/>")),
  ask("+xml", post("image/svg+xml", "<svg/>"), whole("<svg/>")),
  ask("JavaScript", post("application/javascript", "1"), whole("1")),
  ask("YAML", post("application/yaml", "a: 1"), whole("a: 1")),
  ask("NDJSON", post("application/x-ndjson", "1\n2"), whole("1\n2")),
  ask("GraphQL", post("application/graphql", "{ a }"), whole("{ a }")),
  ask("any type with a charset", post("application/own; charset=utf-8", "x"), whole("x")),
  ask("multipart", post("multipart/form-data; boundary=b", "--b--"), binary("LS1iLS0=")),
  ask("an image", post("image/png", BYTES), binary(BASE64)),
  ask("audio", post("audio/mpeg", BYTES), binary(BASE64)),
  ask("bytes", post("application/octet-stream", BYTES), binary(BASE64)),
  ask("an unknown type", post("application/own", BYTES), binary(BASE64)),
  ask("no type", post(undefined, BYTES), binary(BASE64)),
  ask("a type that is none", post("xyzbar", BYTES), binary(BASE64)),
  ask("by another method", post(json, '{"n":1}', "DELETE"), { status: 200, parameters: { n: 1 } }),
];
