import { init, parse } from "es-module-lexer/minimal";
import { toModuleUrl } from "./modules.js";
import type { Place } from "./problem.js";

/**
 * Puts URLs in the place of the names of bundled modules.
 * @throws {CodeError} for a name that there is no module for
 */
export async function linkImports(code: string): Promise<string> {
  await init();
  const [imports] = parse(code);
  let linked = "";
  let at = 0;
  for (const { n: specifier, s: start, e: end, d: dynamic } of imports) {
    if (specifier === undefined || isUrl(specifier)) continue;
    const url = await toModuleUrl(specifier, toPlace(code, start));
    // Around the specifier of a dynamic import are quotes; within those of a static one it stands.
    linked += code.slice(at, start) + (dynamic > -1 ? JSON.stringify(url) : url);
    at = end;
  }
  return linked + code.slice(at);
}

function isUrl(specifier: string): boolean {
  return /^(https?|data|blob):/.test(specifier);
}

function toPlace(code: string, offset: number): Place {
  const lines = code.slice(0, offset).split("\n");
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}
