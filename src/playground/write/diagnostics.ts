import type { Diagnostic } from "@codemirror/lint";
import type { Text } from "@codemirror/state";
import type { Place, Problem } from "../run/problem.js";

/** Problems whose place is known, as the editor marks them: the word at the place, or the line. */
export function toDiagnostics(doc: Text, problems: readonly Problem[]): Diagnostic[] {
  return problems.flatMap(({ message, place }) => {
    if (!place) return [];
    const [from, to] = place.column === undefined ? toLineRange(doc, place) : toWordRange(doc, place);
    return [{ from, to, severity: "error" as const, message }];
  });
}

/** The engine may name a place behind the end, or one in code that has changed since. */
export function toOffset(doc: Text, { line, column = 1 }: Place): number {
  const { from, to } = toLine(doc, line);
  return Math.min(from + Math.max(column, 1) - 1, to);
}

function toLine(doc: Text, line: number) {
  return doc.line(Math.min(Math.max(line, 1), doc.lines));
}

function toLineRange(doc: Text, { line }: Place): [from: number, to: number] {
  const { from, to, text } = toLine(doc, line);
  return [from + (text.length - text.trimStart().length), to];
}

function toWordRange(doc: Text, place: Place): [from: number, to: number] {
  const from = toOffset(doc, place);
  const { to } = doc.lineAt(from);
  const [word = ""] = /^([\w$]+|\S)/.exec(doc.sliceString(from, to)) ?? [];
  return [from, from + word.length];
}
