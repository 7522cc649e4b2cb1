import { toShortUrl } from "../call/address.js";
import type { Answer, AnswerHead } from "../call/send.js";
import { createElement, getElement } from "../dom.js";
import { formatStatus } from "./reason.js";

type Content = readonly (Node | string)[];

/** The line above an answer, and the one below that for what it does not tell. */
export class Summary {
  readonly #line = getElement("summary", HTMLElement);
  readonly #note = getElement("note", HTMLElement);

  /** @param rest after status and before the content type */
  showAnswer(head: AnswerHead, rest: readonly string[]): void {
    this.#show(String(head.status).charAt(0), [
      createElement("strong", {}, formatStatus(head.status, head.statusText)),
      ...rest.map((text) => createElement("span", {}, text)),
      createElement("span", { className: "type" }, head.type),
    ]);
  }

  showWaiting(): void {
    this.#show("", ["Waiting for the answer…"]);
  }

  showFailure(title: string, text: string): void {
    this.#show("failed", [createElement("strong", {}, title)]);
    this.note([text]);
  }

  note(content: Content): void {
    this.#note.replaceChildren(...content);
    this.#note.hidden = content.length === 0;
  }

  #show(kind: string, content: Content): void {
    this.#line.dataset.kind = kind;
    this.#line.replaceChildren(...content);
  }
}

/** What status and body alone do not tell. */
export function toNote(answer: Answer): Content {
  const code = answer.headers.find(([name]) => name === "x-tabserve-error")?.[1];
  if (code) return ["Tabserve made this answer, not a function: ", createElement("code", {}, code)];
  if (answer.size > answer.bytes.byteLength)
    return [
      `The body is too large to be shown whole; these are its first ${answer.bytes.byteLength / 1e6} MB.`,
    ];
  return answer.isRedirected ? ["Redirected to ", createElement("code", {}, toShortUrl(answer.url))] : [];
}
