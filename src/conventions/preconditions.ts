import type { Answer, Call } from "./convention.js";
import { withDefault } from "./headers.js";

/** Request headers that may turn an answer into another one (RFC 9110, 13.1 and 14.2). */
const CONDITIONS = new Set(["if-modified-since", "if-none-match", "range"]);

/**
 * What the caller gets of an answer, given what it has already: 304, a part of the body, or all. Only for a 200 to GET
 * or HEAD. The code for it is loaded by the first request that asks; where it cannot be, the whole answer is right too.
 */
export async function applyPreconditions(call: Call, answer: Answer): Promise<Answer> {
  if (answer.status !== 200 || !/^(GET|HEAD)$/i.test(call.method)) return answer;
  const offered = offerRanges(answer);
  if (!call.headers.some(([name]) => CONDITIONS.has(name.toLowerCase()))) return offered;
  const partial = await import("./partial.js").catch(() => undefined);
  return partial ? partial.toPartialAnswer(call, offered) : offered;
}

/** Not for text: nobody resumes or seeks in that, though ranges of it are given. */
function offerRanges(answer: Answer): Answer {
  if (!(answer.body instanceof Blob || answer.body instanceof Uint8Array)) return answer;
  return { ...answer, headers: withDefault(answer.headers, "accept-ranges", "bytes") };
}
