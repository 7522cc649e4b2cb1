import type { Convention } from "./convention.js";
import { answerHypha } from "./hypha/answer.js";

/** The convention of a service's type; those beyond `functions` are fetched when the first such service is registered. */
export async function loadConvention(_type: string): Promise<Convention> {
  return answerHypha;
}
