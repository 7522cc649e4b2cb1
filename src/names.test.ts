import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findNameProblem } from "./names.js";

/** Any code points, halves of surrogate pairs among them. */
const codePoints = fc.string({ unit: fc.nat(0x10ffff).map((code) => String.fromCodePoint(code)) });

describe("Hypha, names of workspaces, services and clients", () => {
  test.each([
    "S",
    "hello-functions",
    "hello_functions",
    "v1.2.3",
    ".hidden",
    "trailing.",
    "größe",
    "☃😀",
    "with space",
    "a?b#c%d\\e&f=g+h",
    "constructor",
    "__proto__",
    "index",
    "0",
  ])("%s is fine", (name) => {
    expect(findNameProblem(name)).toBeUndefined();
  });

  test.each([
    ["a/b", '"/"'],
    ["/", '"/"'],
    ["a:b", '":"'],
    ["a@b", '"@"'],
    ["a*", '"*"'],
    ["..", '".."'],
    ["a..b", '".."'],
    ["...", '".."'],
  ])("%j is refused for its %s", (name, bad) => {
    expect(findNameProblem(name)).toBe(
      `must not contain ${bad}, which has a meaning of its own in addresses`,
    );
  });

  test.each([
    ["an empty text", "", "must not be empty"],
    ["a dot alone", ".", 'must not be ".", which browsers remove from a URL'],
    ["half a surrogate pair", "a\ud800", "must be well-formed Unicode"],
    ["the other half", "\udc00a", "must be well-formed Unicode"],
    ["undefined", undefined, "must be a string, not undefined"],
    ["null", null, "must be a string, not null"],
    ["a number", 1, "must be a string, not number"],
    ["an object", { toString: () => "S" }, "must be a string, not object"],
    ["an array", ["S"], "must be a string, not object"],
  ])("%s is refused", (_what, name, problem) => {
    expect(findNameProblem(name)).toBe(problem);
  });

  test("whatever is fine survives a URL", () => {
    fc.assert(
      fc.property(fc.oneof(codePoints, fc.string()), (name) => {
        fc.pre(findNameProblem(name) === undefined);
        const { pathname } = new URL(`https://example.org/${encodeURIComponent(name)}/`);
        expect(decodeURIComponent(pathname)).toBe(`/${name}/`);
      }),
    );
  });
});
