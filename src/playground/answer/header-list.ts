import type { AnswerHead } from "../call/send.js";
import { createElement } from "../dom.js";
import { toRemark } from "./text.js";

export function toHeaderList({ headers }: AnswerHead): HTMLElement {
  if (headers.length === 0) return toRemark("The answer has no headers that a page may read.");
  const pairs = headers.flatMap(([name, value]) => [
    createElement("dt", {}, name),
    createElement("dd", {}, value),
  ]);
  return createElement("dl", {}, ...pairs);
}
