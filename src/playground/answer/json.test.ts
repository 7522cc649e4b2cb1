import fc from "fast-check";
import { expect, test } from "vitest";
import { formatJson } from "./json.js";

const format = (text: string) =>
  formatJson(text)
    ?.map((token) => token.text)
    .join("");

test("gives each member a line", () => {
  expect(format('{"a":[1,{"b":null}],"c":[],"d":{}}')).toBe(
    '{\n  "a": [\n    1,\n    {\n      "b": null\n    }\n  ],\n  "c": [],\n  "d": {}\n}',
  );
});

test("keeps numbers and repeated keys as they came", () => {
  expect(format('{"a":12345678901234567890,"a":1.0}')).toBe('{\n  "a": 12345678901234567890,\n  "a": 1.0\n}');
});

test("tells names from strings", () => {
  expect(formatJson('{"a":"b"}')?.map(({ kind }) => kind)).toEqual([
    "punctuation",
    "propertyName",
    "punctuation",
    "string",
    "punctuation",
  ]);
});

test("leaves alone what is no JSON", () => {
  expect(formatJson("{a: 1}")).toBeUndefined();
});

test("formats any JSON as JSON.stringify does", () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(format(text)).toBe(JSON.stringify(JSON.parse(text), null, 2));
    }),
  );
});
