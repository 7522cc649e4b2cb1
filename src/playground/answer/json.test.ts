import fc from "fast-check";
import { expect, test } from "vitest";
import { type JsonNode, readJson } from "./json.js";

/** The text again, without spaces. */
function toText(node: JsonNode): string {
  if ("text" in node) return node.text;
  const members = node.members.map(({ key, value }) => (key === undefined ? "" : `${key}:`) + toText(value));
  return node.kind === "object" ? `{${members.join(",")}}` : `[${members.join(",")}]`;
}

test("reads members in their order, with their kinds", () => {
  expect(readJson('{"a": [1, null], "b": "x"}')).toEqual({
    kind: "object",
    members: [
      {
        key: '"a"',
        value: {
          kind: "array",
          members: [
            { key: undefined, value: { kind: "number", text: "1" } },
            { key: undefined, value: { kind: "atom", text: "null" } },
          ],
        },
      },
      { key: '"b"', value: { kind: "string", text: '"x"' } },
    ],
  });
});

test("keeps numbers, repeated keys and escapes as they came", () => {
  const text = '{"a":12345678901234567890,"a":1.0,"\\u0061":"\\n\\""}';
  expect(toText(readJson(text) ?? { kind: "atom", text: "" })).toBe(text);
});

test("leaves alone what is no JSON", () => {
  expect(readJson("{a: 1}")).toBeUndefined();
});

test("loses nothing of any JSON", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value);
      expect(toText(readJson(text) ?? { kind: "atom", text: "" })).toBe(text);
    }),
  );
});

test("reads JSON that is nested deeper than a stack", () => {
  const depth = 5000;
  expect(readJson("[".repeat(depth) + "]".repeat(depth))?.kind).toBe("array");
});
