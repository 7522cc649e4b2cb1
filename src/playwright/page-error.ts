import type { PageError } from "./in-page-words.js";

/** How engines say that a name is not there. */
const MISSING = /^(?:Can't find variable: )?(\S+?)(?: is not defined)?$/;

/** What a handler threw in a page, for the test. A name that only the test file has is explained. */
export function toTestError({ name, message, stack }: PageError): Error {
  const missing = name === "ReferenceError" ? MISSING.exec(message)?.[1] : undefined;
  const text = missing
    ? `${message}: a handler with in: "page" sees the globals of the page and nothing of the test file; leave out in: "page", or put ${missing} into the page`
    : message;
  const error = new Error(text);
  error.name = name || "Error";
  error.stack = `${error.name}: ${text}\n${stack.split("\n").slice(1).join("\n")}`;
  return error;
}
