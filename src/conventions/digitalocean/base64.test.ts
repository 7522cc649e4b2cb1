import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeBase64, encodeBase64 } from "./base64.js";

test.each([
  ["", []],
  ["AA==", [0]],
  ["AA", [0]],
  ["AP8=", [0, 255]],
  ["+/+/", [251, 255, 191]],
])("%j is bytes", (text, bytes) => {
  expect([...(decodeBase64(text) ?? [])]).toEqual(bytes);
});

test.each([
  "A",
  "AAAAA",
  "AA=",
  "A===",
  "====",
  "=",
  "AAAA=",
  "AA==AA==",
  "AA AA",
  "AA\n",
  "-_-_",
  "é",
  "AAA==",
  "AAAA==",
])("%j is no base64", (text) => {
  expect(decodeBase64(text)).toBeUndefined();
});

test("bytes come back as they were, in the encoding that Node makes too", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      const text = encodeBase64(bytes);
      expect([...(decodeBase64(text) ?? [])]).toEqual([...bytes]);
      expect(text).toBe(Buffer.from(bytes).toString("base64"));
    }),
  );
});

test("megabytes come back as they were", () => {
  const bytes = new Uint8Array(8 * 1024 * 1024).map((_, at) => at % 251);
  expect(Buffer.compare(decodeBase64(encodeBase64(bytes)) ?? new Uint8Array(), bytes)).toBe(0);
});

test("no text makes it throw", () => {
  fc.assert(fc.property(fc.string(), (text) => void decodeBase64(text)));
});
