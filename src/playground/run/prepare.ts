import { CodeError, type Problem } from "./problem.js";

/** Code as the browser can run it. */
export interface Prepared {
  readonly code: string;
  /** Whether columns are those of the code as written; lines always are. */
  readonly isAsWritten: boolean;
}

/**
 * Code without types and with its imports linked. Code that imports nothing is left as it is: whether it has types shows when it is run.
 * @throws {CodeError}
 */
export async function prepare(code: string): Promise<Prepared> {
  if (!/\bimport\b/.test(code)) return { code, isAsWritten: true };
  const [stripped, { linkImports }] = await Promise.all([strip(code), import("./link-imports.js")]);
  return { code: await linkImports(stripped), isAsWritten: false };
}

/**
 * Code without types.
 * @throws {CodeError} with the place of a syntax error
 */
export async function strip(code: string): Promise<string> {
  const { stripTypes } = await import("./strip-types.js");
  return stripTypes(code);
}

/** The first syntax error, without running anything; `undefined` when none is found. */
export async function findSyntaxProblem(code: string): Promise<Problem | undefined> {
  try {
    await strip(code);
    return undefined;
  } catch (error) {
    return error instanceof CodeError ? error.problem : undefined; // without a network there is nobody to ask
  }
}
