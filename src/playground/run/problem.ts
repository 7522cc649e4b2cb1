/** A position in the code, counted from 1. */
export interface Place {
  readonly line: number;
  /** Absent where only the line is known. */
  readonly column?: number | undefined;
}

/** What is wrong with the code, for the person who writes it. */
export interface Problem {
  readonly message: string;
  readonly place?: Place | undefined;
}

/** The code cannot be run as it is. */
export class CodeError extends Error {
  override readonly name = "CodeError";
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** @param url of the module, as stacks name it: tells where it threw */
export function toProblem(thrown: unknown, url?: string): Problem {
  if (!(thrown instanceof Error)) return { message: `The code threw ${toText(thrown)}` };
  if (url === undefined) return { message: thrown.message };
  return { message: toMessage(thrown, url), place: findPlace(thrown.stack ?? "", url) };
}

/** The topmost frame in the module, wherever the engine puts it. */
export function findPlace(stack: string, url: string): Place | undefined {
  const [, after] = stack.split(url, 2);
  const [, line, column] = /^:(\d+):(\d+)/.exec(after ?? "") ?? [];
  return line && column ? { line: Number(line), column: Number(column) } : undefined;
}

/** A module that cannot be fetched is named by the engines after the one that imports it. */
function toMessage({ name, message }: Error, url: string): string {
  if (message.includes(url)) return "An import of the code could not be loaded";
  return `${name}: ${message}`;
}

function toText(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    return "a value without a text";
  }
}
