import { expect, test } from "vitest";
import { CodeError } from "./problem.js";
import { stripTypes } from "./strip-types.js";

test("takes types away and leaves every statement on its line", () => {
  const code = [
    'import type { A } from "a";',
    "interface B { a: string }",
    "enum Colour { red, green }",
    "class C { constructor(private a: number) {} get() { return this.a! } }",
    "export const f = <T,>(a: T, b?: B): T => (b satisfies unknown, a as T);",
  ].join("\n");
  const lines = stripTypes(code).split("\n");
  expect(lines).toHaveLength(5);
  expect(lines.slice(0, 2).join("").trim()).toBe("");
  expect(lines[4]).toMatch(/^export const f = {1,2}\( ?a, +b\) ?=> \(b +, a +\);$/);
});

test("leaves JavaScript alone", () => {
  const code = 'import { a } from "b";\nexport default { id: "x", async *f() { yield await a?.b ?? 1; } };\n';
  expect(stripTypes(code)).toBe(code);
});

test("says where a syntax error is", () => {
  const strip = () => stripTypes('export default {\n  id: "a",\n  broken: (a,, b) => 1,\n};');
  expect(strip).toThrow(CodeError);
  expect(strip).toThrow("SyntaxError: Unexpected token");
  try {
    strip();
  } catch (error) {
    expect(error).toMatchObject({ problem: { place: { line: 3, column: 14 } } });
  }
});
