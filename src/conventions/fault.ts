import { BadResult } from "./bad-result.js";
import type { Answer, Page } from "./convention.js";
import { describeThrown, toBadResult } from "./hypha/answer.js";
import { toFailure } from "./hypha/failure.js";

/** The answer to an app's fault: a result that is no answer, or what it threw. The stack goes to the page only. */
export function toFault(error: unknown, page: Page): Answer {
  if (error instanceof BadResult) return toBadResult(error);
  page.report(error);
  return toFailure(500, "handler-threw", `Internal Server Error: ${describeThrown(error)}`);
}
