import type { Answer, Call } from "../convention.js";

/** RFC 7240, 4.1: the caller does not wait for the result. */
export function prefersAsync({ headers }: Pick<Call, "headers">): boolean {
  return headers.some(
    ([name, value]) => name.toLowerCase() === "prefer" && /(^|[,;\s])respond-async($|[,;\s])/i.test(value),
  );
}

/** The function runs; its record tells how it ended. */
export function toAcceptedAnswer(activationId: string): Answer {
  const headers: Answer["headers"] = [["content-type", "application/json"]];
  return { status: 202, headers, body: JSON.stringify({ activationId }) };
}
