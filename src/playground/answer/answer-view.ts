import { formatSize, formatTime } from "../amount.js";
import { type Answer, type AnswerHead, type AnswerListener, STOPPED } from "../call/send.js";
import { getElement } from "../dom.js";
import { activateTabs } from "../tabs.js";
import { BodyTools } from "./body-tools.js";
import { toBodyView, toRawView } from "./body-view.js";
import { toHeaderList } from "./header-list.js";
import { type LiveView, toLiveView } from "./live-view.js";
import { Summary, toNote } from "./summary.js";
import { toTimingView } from "./timing-view.js";

/** Milliseconds before waiting is worth a word: most answers are there sooner. */
const QUICK = 200;

/** The answer to the last request. */
export class AnswerView implements AnswerListener {
  readonly #view = getElement("answer", HTMLElement);
  readonly #progress = getElement("progress", HTMLElement);
  readonly #cancel = getElement("cancel", HTMLButtonElement);
  readonly #tabs = getElement("answer-tabs", HTMLElement);
  readonly #body = getElement("panel-body", HTMLElement);
  readonly #raw = getElement("panel-raw", HTMLElement);
  readonly #headers = getElement("panel-headers", HTMLElement);
  readonly #timing = getElement("panel-timing", HTMLElement);
  readonly #summary = new Summary();
  readonly #tools = new BodyTools();
  #later: ReturnType<typeof setTimeout> | undefined;
  #live: LiveView | undefined;

  /** @param onCancel ends the request that is under way */
  constructor(onCancel: () => void) {
    for (const tabs of this.#view.querySelectorAll<HTMLElement>('[role="tablist"]')) activateTabs(tabs);
    this.#cancel.addEventListener("click", onCancel);
  }

  /**
   * The last answer stays, faded, until the next is there.
   * @param isAsked whether the visitor sent the request: on a phone the answer may be below the screen
   */
  showWaiting(isAsked: boolean): void {
    if (isAsked) this.#view.scrollIntoView({ block: "nearest" });
    this.#rest();
    this.#later = setTimeout(() => {
      this.#view.ariaBusy = "true";
      this.#cancel.hidden = false;
      this.#summary.showWaiting();
    }, QUICK);
  }

  onHead(head: AnswerHead): void {
    this.#rest();
    const live = toLiveView(head, this.#body);
    this.#live = live;
    this.#later = setTimeout(() => this.#showLive(head, live), QUICK);
  }

  onChunk(bytes: Uint8Array<ArrayBuffer>, at: number): void {
    this.#live?.add(bytes, at);
    if (!this.#cancel.hidden) this.#progress.textContent = this.#live?.describe() ?? "";
  }

  show(answer: Answer): void {
    const live = this.#live;
    this.#rest();
    this.#tools.take(answer);
    this.#tabs.hidden = false;
    const isEvents = live && answer.type === "text/event-stream";
    const amount = isEvents ? live.describe() : formatSize(answer.size);
    this.#summary.showAnswer(answer, [formatTime(answer.milliseconds), amount, ...toBroken(answer)]);
    this.#summary.note(answer.broken && answer.broken !== STOPPED ? [answer.broken] : toNote(answer));
    this.#body.replaceChildren(...(isEvents ? [live.element] : toBodyView(answer)));
    this.#raw.replaceChildren(...toRawView(answer));
    this.#showHeaders(answer);
    this.#timing.replaceChildren(toTimingView(answer));
  }

  /** There is no answer to show; `text` says why. */
  showFailure(title: string, text: string): void {
    this.#rest();
    this.#tabs.hidden = true;
    this.#summary.showFailure(title, text);
    for (const panel of [this.#body, this.#raw, this.#headers, this.#timing]) panel.replaceChildren();
  }

  #showLive(head: AnswerHead, live: LiveView): void {
    this.#cancel.hidden = false;
    this.#tabs.hidden = false;
    this.#summary.showAnswer(head, ["streaming…"]);
    this.#summary.note([]);
    this.#tools.take(undefined);
    this.#showHeaders(head);
    this.#body.replaceChildren(live.element);
    for (const panel of [this.#raw, this.#timing]) panel.replaceChildren();
    this.#progress.textContent = live.describe();
  }

  #showHeaders(head: AnswerHead): void {
    this.#headers.replaceChildren(toHeaderList(head));
    const count = getElement("tab-headers", HTMLElement).querySelector(".count");
    if (count) count.textContent = String(head.headers.length);
  }

  /** Nothing is under way. */
  #rest(): void {
    clearTimeout(this.#later);
    this.#live = undefined;
    this.#view.ariaBusy = "false";
    this.#cancel.hidden = true;
    this.#progress.textContent = "";
  }
}

function toBroken({ broken }: Answer): string[] {
  if (broken === undefined) return [];
  return [broken === STOPPED ? "stopped" : "broken off"];
}
