import { Text } from "@codemirror/state";
import { expect, test } from "vitest";
import { toDiagnostics } from "./diagnostics.js";

const DOC = Text.of(["const a = 1;", "  return user.name;", ""]);

const toMarked = (place: { line: number; column?: number }) =>
  toDiagnostics(DOC, [{ message: "m", place }]).map(({ from, to }) => DOC.sliceString(from, to));

test("marks the word at the place", () => {
  expect(toMarked({ line: 2, column: 15 })).toEqual(["name"]);
  expect(toMarked({ line: 1, column: 12 })).toEqual([";"]);
});

test("marks the line where only that is known", () => {
  expect(toMarked({ line: 2 })).toEqual(["return user.name;"]);
});

test("stays in the code when the place is behind it", () => {
  expect(toMarked({ line: 9, column: 9 })).toEqual([""]);
  expect(toMarked({ line: 1, column: 99 })).toEqual([""]);
});

test("leaves out problems without a place", () => {
  expect(toDiagnostics(DOC, [{ message: "m" }])).toEqual([]);
});
