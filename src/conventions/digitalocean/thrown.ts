import { Refusal } from "../refusal.js";

/**
 * What a function means by throwing: an answer of its own, when it carries `statusCode` or `body`; else a failure.
 * @returns `{answer}`, to be read as a returned value
 */
export function readThrown(thrown: unknown): { readonly answer: unknown } | Refusal {
  try {
    if (thrown instanceof Response) return { answer: thrown };
    if (typeof thrown !== "object" || thrown === null) return toFailure(thrown);
    const { statusCode, headers, body } = thrown as Record<string, unknown>;
    if (statusCode === undefined && body === undefined) return toFailure(thrown);
    if (body !== undefined || !(thrown instanceof Error)) return { answer: { statusCode, headers, body } };
    // A message may hold anything: without a type a browser would take it for HTML.
    const typed = headers ?? { "content-type": "text/plain; charset=UTF-8" };
    return { answer: { statusCode, headers: typed, body: thrown.message } };
  } catch {
    return toFailure(thrown); // a getter of it throws
  }
}

function toFailure(thrown: unknown): Refusal {
  const message = describeThrown(thrown);
  return new Refusal(502, "handler-threw", message, thrown ?? message);
}

/** An Error's message, a string as it is, other values as JSON; never empty, never throws. */
function describeThrown(thrown: unknown): string {
  try {
    if (thrown instanceof Error) return String(thrown.message || thrown.name);
    if (typeof thrown === "string" && thrown !== "") return thrown;
    return `The function threw ${JSON.stringify(thrown) ?? String(thrown)}`;
  } catch {
    return "The function threw a value without a text";
  }
}
