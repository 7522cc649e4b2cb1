import { CodeError, type Place, toProblem } from "./problem.js";

/** Milliseconds a module may take to load; one that awaits for ever must not hold up the next. */
const PATIENCE = 10_000;

/** A module that ran. */
export interface Evaluated {
  /** Its default export. */
  readonly service: object;
  /** How stacks name it. */
  readonly url: string;
}

/**
 * Runs code as an ES module.
 * @throws {CodeError}
 */
export async function evaluate(code: string): Promise<Evaluated> {
  const url = toUrl(code);
  try {
    const module: { default?: unknown } = await Promise.race([import(/* @vite-ignore */ url), giveUp()]);
    return { service: checkService(module.default), url };
  } catch (error) {
    if (error instanceof CodeError) throw error;
    const problem = toProblem(error, url);
    const isUnparsed = error instanceof SyntaxError && !problem.place;
    throw new CodeError(isUnparsed ? { ...problem, place: await findSyntaxError(code) } : problem);
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
