import { BadResult, describeValue } from "../bad-result.js";
import type { Answer, Page } from "../convention.js";
import { Refusal } from "../refusal.js";
import { toAnswerOfResponse } from "../response.js";
import type { Extension } from "./address.js";
import { toHttpAnswer } from "./http.js";
import { hasRawBody, isObject, isRawBody, type Result } from "./result.js";

/** The content type of each extension; what is refused says it too. */
const TYPES: Readonly<Record<Extension, string>> = {
  http: "message/http",
  json: "application/json",
  html: "text/html",
  svg: "image/svg+xml",
  text: "text/plain",
};

/**
 * A function's result → answer, by the extension in the address.
 * @param report gets what a body's stream fails with
 * @throws {Refusal} 400, 404
 */
export async function render(result: Result, extension: Extension, report: Page["report"]): Promise<Answer> {
  try {
    return await transcode(result, extension, report);
  } catch (error) {
    if (error instanceof BadResult) throw toInvalid(extension, error);
    throw error;
  }
}

/** The result is no answer. @param reason for the page's console */
export function toInvalid(extension: Extension, reason: BadResult): Refusal {
  return new Refusal(400, "bad-result", `Response is not valid '${TYPES[extension]}'.`, reason);
}

async function transcode(
  { isError, value }: Result,
  extension: Extension,
  report: Page["report"],
): Promise<Answer> {
  if (value instanceof Response) {
    if (extension === "http") return toAnswerOfResponse(value, report);
    throw new BadResult(`The result is a Response, of which .${extension} makes nothing; return an object`);
  }
  if (extension === "json") return toJsonAnswer(value, isError);
  if (extension === "http") return toHttpAnswer(value, report);
  return extension === "text" ? toTextAnswer(value) : toMarkupAnswer(value, extension);
}

/** All of the result as data, `statusCode` and `headers` too. */
function toJsonAnswer(value: unknown, isError: boolean): Answer {
  if (hasRawBody(value)) throw new BadResult("body is bytes or a stream, which JSON cannot hold");
  if (isError && (typeof value !== "object" || value === null))
    throw new BadResult(`error is ${describeValue(value)}; use an object`);
  return toAnswer(TYPES.json, JSON.stringify(value));
}

function toMarkupAnswer(value: unknown, extension: "html" | "svg"): Answer {
  const text = isObject(value) ? pick(value, extension) : value;
  if (typeof text !== "string")
    throw new BadResult(`body, or else ${extension}, is ${describeValue(text)}; it must be a string`);
  return toAnswer(extension === "html" ? "text/html; charset=UTF-8" : TYPES.svg, text);
}

function toTextAnswer(value: unknown): Answer {
  const content = isObject(value) ? pick(value, "text") : value;
  if (content === undefined)
    throw new Refusal(404, "bad-result", "Response does not include requested property.");
  if (isRawBody(content)) throw new BadResult("body is bytes or a stream, which .text does not send");
  const text =
    typeof content === "object" && content !== null ? JSON.stringify(content, null, 2) : String(content);
  return toAnswer("text/plain; charset=UTF-8", text);
}

function pick(value: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(value, "body") ? value.body : value[key];
}

function toAnswer(type: string, body: string): Answer {
  return { status: 200, headers: [["content-type", type]], body: body === "" ? null : body };
}
