import { createElement } from "../dom.js";

/** Characters beyond which text is cut: the page must stay quick. */
const LONGEST_TEXT = 500_000;

/** `undefined` when the bytes are no text in the encoding they claim. */
export function readText(bytes: Uint8Array<ArrayBuffer>, charset: string): string | undefined {
  try {
    const text = new TextDecoder(charset, { fatal: true }).decode(bytes);
    return text.includes("\0") ? undefined : text;
  } catch {
    return undefined;
  }
}

export function toTextView(text: string): HTMLElement {
  const rest = text.length - LONGEST_TEXT;
  const pre = createElement("pre", {}, text.slice(0, LONGEST_TEXT));
  if (rest > 0) pre.append(`\n… and ${rest.toLocaleString("en")} characters more`);
  return pre;
}

/** A sentence in the place of content. */
export function toRemark(text: string): HTMLElement {
  return createElement("p", { className: "empty" }, text);
}

/** Whether bodies of this type can be read by people while they come. */
export function isTextType(type: string): boolean {
  return /^text\/|[/+](json|xml|javascript|x-ndjson|jsonl|ndjson|yaml)$/.test(type);
}
