import { transform } from "sucrase";
import { CodeError, type Place } from "./problem.js";

/**
 * TypeScript as JavaScript; every statement stays on its line.
 * @throws {CodeError} with the place of a syntax error
 */
export function stripTypes(code: string): string {
  try {
    return transform(code, {
      transforms: ["typescript"],
      disableESTransforms: true,
      keepUnusedImports: true,
    }).code;
  } catch (error) {
    throw new CodeError(toProblem(error));
  }
}

/** sucrase puts the place into the message, counted from 1, and into `loc`. */
function toProblem(error: unknown): { message: string; place: Place | undefined } {
  const { message, loc } = Object(error) as { message?: unknown; loc?: Place };
  const text = String(message)
    .replace(/^Error transforming [^:]*: /, "")
    .replace(/ \(\d+:\d+\)$/, "");
  return { message: `SyntaxError: ${text}`, place: loc && { line: loc.line, column: loc.column } };
}
