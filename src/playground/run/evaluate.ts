import { prepare, strip } from "./prepare.js";
import { CodeError, type Place, toProblem } from "./problem.js";

/** Milliseconds a module may take to load; one that awaits for ever must not hold up the next. */
const PATIENCE = 10_000;

/** A module that ran. */
export interface Evaluated {
  /** Its default export. */
  readonly service: object;
  /** How stacks name it. */
  readonly url: string;
  /** Whether columns in stacks are those of the code as written. */
  readonly isAsWritten: boolean;
}

/** The browser could not read the module: nothing of it ran. */
interface Unread {
  readonly unread: string;
}

type Module = Omit<Evaluated, "isAsWritten">;

/**
 * Runs JavaScript or TypeScript as an ES module.
 * @throws {CodeError}
 */
export async function evaluate(code: string): Promise<Evaluated> {
  const prepared = await prepare(code);
  const first = await run(prepared.code);
  if (!("unread" in first)) return { ...first, isAsWritten: prepared.isAsWritten };
  // What a browser cannot read may be TypeScript; in what imports something it is gone already.
  const stripped = prepared.isAsWritten ? await strip(code) : prepared.code;
  const second = stripped === prepared.code ? first : await run(stripped);
  if (!("unread" in second)) return { ...second, isAsWritten: false };
  throw new CodeError({ message: second.unread, place: await findSyntaxError(stripped) });
}

/** @throws {CodeError} for what the code does when it runs */
async function run(code: string): Promise<Module | Unread> {
  const url = toUrl(code);
  try {
    const module: { default?: unknown } = await Promise.race([import(/* @vite-ignore */ url), giveUp()]);
    return { service: checkService(module.default), url };
  } catch (error) {
    if (error instanceof CodeError) throw error;
    const problem = toProblem(error, url);
    if (error instanceof SyntaxError && !problem.place) return { unread: problem.message };
    throw new CodeError(problem);
  } finally {
    URL.revokeObjectURL(url);
  }
}

function toUrl(code: string): string {
  return URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
}

function giveUp(): Promise<never> {
  const message = `The code did not finish loading in ${PATIENCE / 1000} s; is there an await at its top level?`;
  return new Promise((_, reject) => setTimeout(() => reject(new CodeError({ message })), PATIENCE));
}

function checkService(service: unknown): object {
  if (typeof service === "object" && service !== null) return service;
  const what = service === undefined ? "nothing" : `a ${typeof service}`;
  throw new CodeError({
    message: `The code exports ${what} as its default; end it with export default { id: "…", … }`,
  });
}

/** `import()` does not tell where it stopped reading; the error event of a script element does. */
function findSyntaxError(code: string): Promise<Place | undefined> {
  const url = toUrl(code);
  const script = Object.assign(document.createElement("script"), { type: "module", src: url });
  return new Promise<Place | undefined>((resolve) => {
    const onError = (event: ErrorEvent) => {
      if (event.filename !== url) return;
      event.preventDefault(); // shown beside the code
      resolve({ line: event.lineno, column: event.colno });
    };
    const onEnd = () => {
      removeEventListener("error", onError);
      resolve(undefined);
    };
    addEventListener("error", onError);
    script.addEventListener("load", onEnd);
    script.addEventListener("error", onEnd);
    document.head.append(script);
  }).finally(() => {
    script.remove();
    URL.revokeObjectURL(url);
  });
}
