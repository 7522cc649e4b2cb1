import type { LogLine } from "./function-run.js";

/** Kilobytes of log that are kept of a call, where no setting says otherwise. */
export const LOG_LIMIT = 16;

/** What a function writes; kept up to its limit, so that a chatty one cannot fill the page's memory. */
export class FunctionLog {
  readonly lines: LogLine[] = [];
  readonly #now: () => number;
  /** Characters; every line counts one more. */
  #left: number;
  isCut = false;

  /** @param most kilobytes */
  constructor(most: number, now: () => number) {
    this.#left = most * 1024;
    this.#now = now;
  }

  write(stream: LogLine["stream"], values: readonly unknown[]): void {
    if (this.isCut) return;
    const text = values.map(describe).join(" ");
    this.#left -= text.length + 1;
    if (this.#left < 0) this.isCut = true;
    else this.lines.push({ time: this.#now(), stream, text });
  }
}

/** Text as it is, an Error with its stack, everything else as JSON; never throws. */
function describe(value: unknown): string {
  if (typeof value === "string") return value;
  try {
    if (value instanceof Error) return value.stack ?? String(value);
    return (typeof value === "object" && JSON.stringify(value)) || String(value);
  } catch {
    return "[a value without a text]";
  }
}
