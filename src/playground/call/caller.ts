import type { AnswerView } from "../answer/answer-view.js";
import { History } from "./history.js";
import { isBodiless, type RequestSpec } from "./request.js";
import type { RequestForm } from "./request-form.js";
import { type Answer, send } from "./send.js";

/** What sending needs from the page. */
export interface CallerParts {
  readonly form: RequestForm;
  readonly answer: AnswerView;
  /** Resolves when what is shown is what answers; to the reason when nothing can be sent. */
  settle(): Promise<string | undefined>;
}

/** Sends what the form holds, one request at a time. */
export class Caller {
  readonly #parts: CallerParts;
  readonly #history: History;
  #sending = new AbortController();

  constructor(parts: CallerParts) {
    this.#parts = parts;
    this.#history = new History({
      take: (request) => parts.form.set(request),
      sendAgain: (request) => this.sendThis(request),
    });
    parts.form.parts.onOpen((name) => name === "history" && this.#history.show());
  }

  /** Puts a request into the form, and sends it when that changes nothing by itself. */
  propose(request: RequestSpec): void {
    this.#parts.form.set(request);
    if (isBodiless(request.method)) this.send();
  }

  async sendThis(request: RequestSpec): Promise<void> {
    this.#parts.form.set(request);
    await this.send();
  }

  cancel(): void {
    this.#sending.abort();
  }

  /**
   * Sends the request to what the tabs show or, where that has a problem, to what was deployed before.
   * @param isAsked whether the visitor asked for it
   */
  async send(isAsked = true): Promise<void> {
    const { form, answer, settle } = this.#parts;
    if (!form.readAloud()) return;
    this.#sending.abort();
    const sending = new AbortController();
    this.#sending = sending;
    answer.showWaiting(isAsked);
    const obstacle = await settle();
    const request = form.get(); // the URL may have followed the service's id
    if (sending !== this.#sending || !request) return;
    if (obstacle !== undefined) return answer.showFailure("Not sent", obstacle);
    if (sending.signal.aborted) return answer.showFailure("Stopped", "The request was not sent.");
    await this.#exchange(request, sending);
  }

  async #exchange(request: RequestSpec, sending: AbortController): Promise<void> {
    const { form, answer: view } = this.#parts;
    const at = Date.now();
    const draft = form.read();
    if (!draft) return;
    const isShown = () => sending === this.#sending;
    try {
      const answer = await send(draft, sending.signal, {
        onHead: (head) => isShown() && view.onHead(head),
        onChunk: (bytes, at) => isShown() && view.onChunk(bytes, at),
      });
      if (isShown()) view.show(answer);
      await this.#keep(request, at, answer);
    } catch (error) {
      if (isShown()) showFailure(view, error, sending.signal);
      await this.#keep(request, at, undefined);
    }
  }

  #keep(request: RequestSpec, at: number, answer: Answer | undefined): Promise<void> {
    return this.#history.keep({ at, request, status: answer?.status, milliseconds: answer?.milliseconds });
  }
}

function showFailure(view: AnswerView, error: unknown, { aborted }: AbortSignal): void {
  if (aborted) view.showFailure("Stopped", "The request was stopped before there was an answer.");
  else view.showFailure("No answer", error instanceof Error ? error.message : String(error));
}
