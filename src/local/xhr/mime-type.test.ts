import { expect, test } from "vitest";
import { isXml, parseMimeType } from "./mime-type.js";

test.each([
  ["text/plain", "text/plain", undefined],
  ["Text/HTML; Charset=UTF-8", "text/html", "UTF-8"],
  ['text/plain;a=b ;charset="iso-8859-1"', "text/plain", "iso-8859-1"],
  ["nothing", "text/xml", undefined],
  [null, "text/xml", undefined],
])("%j is %s in %s", (text, essence, charset) => {
  expect(parseMimeType(text)).toMatchObject({ essence, charset });
});

test.each([
  ["text/xml", true],
  ["application/atom+xml", true],
  ["text/html", false],
])("%s is XML: %s", (text, is) => {
  expect(isXml(parseMimeType(text))).toBe(is);
});
