/** A line of a record's log. */
export interface LogLine {
  /** Epoch milliseconds; `undefined` in a line of another form. */
  readonly time: number | undefined;
  readonly stream: "stdout" | "stderr" | "";
  readonly text: string;
}

/** Reads `<time> <stream>: <text>`. */
export function parseLogLine(line: string): LogLine {
  const [, time = "", stream, text = line] = /^(\S+)\s+(stdout|stderr): ?(.*)$/s.exec(line) ?? [];
  const epoch = Date.parse(time);
  if (Number.isNaN(epoch)) return { time: undefined, stream: "", text: line };
  return { time: epoch, stream: stream === "stderr" ? "stderr" : "stdout", text };
}
