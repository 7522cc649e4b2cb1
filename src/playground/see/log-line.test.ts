import { expect, test } from "vitest";
import { parseLogLine } from "./log-line.js";

test.each([
  ["2026-01-02T03:04:05.006Z       stdout: looked up 3 users", "stdout", "looked up 3 users"],
  ["2026-01-02T03:04:05.006Z       stderr: Error: no\nat a", "stderr", "Error: no\nat a"],
  ["2026-01-02T03:04:05.006Z       stdout: ", "stdout", ""],
  ["2026-01-02T03:04:05.006Z       stdout:   indented", "stdout", "  indented"],
])("%j is a line of %s", (line, stream, text) => {
  expect(parseLogLine(line)).toEqual({ time: Date.UTC(2026, 0, 2, 3, 4, 5, 6), stream, text });
});

test.each(["", "no time at all", "yesterday stdout: hello"])("%j is text and nothing else", (line) => {
  expect(parseLogLine(line)).toEqual({ time: undefined, stream: "", text: line });
});
