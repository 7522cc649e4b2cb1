import { getElement } from "../dom.js";
import { isSamePath, toAbsoluteUrl, toShortUrl } from "./address.js";
import { BodyEditor, describeBody } from "./body-editor.js";
import { activateCombobox, type Choice } from "./combobox.js";
import { HEADER_NAMES, HEADER_VALUES } from "./completion.js";
import { PairRows } from "./pair-rows.js";
import { Parts } from "./parts.js";
import { type Draft, isBodiless, type RequestSpec, toDraft } from "./request.js";

/** The request to send. */
export class RequestForm {
  readonly parts = new Parts();
  readonly #form = getElement("request", HTMLFormElement);
  readonly #method = getElement("method", HTMLSelectElement);
  readonly #url = getElement("url", HTMLInputElement);
  readonly #wrong = getElement("wrong", HTMLElement);
  readonly #open = getElement("open", HTMLAnchorElement);
  readonly #headers: PairRows;
  readonly #body: BodyEditor;
  readonly #onChange: (url: string) => void;
  #choices: readonly Choice[] = [];
  /** Whether the URL is somebody's own, and not one of those that are offered. */
  #isOwn = false;

  /** @param onChange gets the absolute URL whenever something in the form is another */
  constructor(onSubmit: () => void, onChange: (url: string) => void) {
    this.#onChange = onChange;
    this.#headers = new PairRows({
      what: "Header",
      names: HEADER_NAMES,
      values: HEADER_VALUES,
      onChange: () => this.#update(),
    });
    getElement("headers", HTMLElement).append(this.#headers.element);
    this.#body = new BodyEditor(getElement("body", HTMLElement), () => this.#onBody());
    activateCombobox(this.#url, getElement("urls", HTMLElement), () => this.#choices);
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      onSubmit();
    });
    this.#method.addEventListener("change", () => this.#update());
    this.#url.addEventListener("input", () => {
      this.#isOwn = true;
      this.#update();
    });
  }

  /** Puts a request into the form, and shows what of it could be overlooked. */
  set({ method, url, headers, body }: RequestSpec): void {
    this.#method.value = method;
    this.#headers.set(headers.map(([name, value]) => ({ name, value })));
    this.#body.set(body);
    this.setUrl(url);
    this.#isOwn = true;
    if (body.kind !== "none") this.parts.open("body");
    else if (headers.length > 0) this.parts.open("headers");
    else this.parts.close();
  }

  /** Sets the URL, which is shown without this page's origin. */
  setUrl(url: string): void {
    this.#isOwn = false;
    this.#url.value = toShortUrl(url);
    this.#showEnd();
    this.#update();
  }

  /** Offers these as completions; the URL that was chosen gives way to the first when it is none of them any more. */
  offer(choices: readonly Choice[]): void {
    this.#choices = choices;
    const [first] = choices;
    const isThere = choices.some(({ value }) => isSamePath(value, this.#url.value));
    if (first && !this.#isOwn && !isThere) this.setUrl(toAbsoluteUrl(first.value) ?? "");
  }

  /** `undefined` while the URL is none. */
  get(): RequestSpec | undefined {
    const url = toAbsoluteUrl(this.#url.value);
    if (url === undefined || this.#url.value.trim() === "") return undefined;
    const headers = this.#headers.get().map(({ name, value }) => [name, String(value)] as const);
    return { method: this.#method.value, url, headers, body: this.#body.get() };
  }

  /** `undefined` when it cannot be sent. */
  read(): Draft | undefined {
    return this.#readDraft().draft;
  }

  /** Like {@link read}, and says in the form what is wrong. */
  readAloud(): Draft | undefined {
    const { draft, problem } = this.#readDraft();
    this.#showProblem(problem);
    if (!draft) this.#url.focus();
    return draft;
  }

  #readDraft(): { readonly draft?: Draft; readonly problem?: string } {
    const spec = this.get();
    if (!spec) return { problem: "This is no URL and no path." };
    try {
      return { draft: toDraft(spec) };
    } catch (error) {
      return { problem: error instanceof Error ? error.message : String(error) };
    }
  }

  #showProblem(problem: string | undefined): void {
    this.#wrong.textContent = problem ?? "";
    this.#wrong.hidden = problem === undefined;
    this.#url.ariaInvalid = String(problem !== undefined);
  }

  /** What tells functions apart is at the end of the URL. */
  #showEnd(): void {
    this.#url.scrollLeft = this.#url.scrollWidth;
  }

  /** Who chooses a body means a method that has one. */
  #onBody(): void {
    if (isBodiless(this.#method.value) && this.#body.get().kind !== "none") this.#method.value = "POST";
    this.#update();
  }

  #update(): void {
    const url = toAbsoluteUrl(this.#url.value);
    this.#showProblem(undefined);
    if (url === undefined) this.#open.removeAttribute("href");
    else this.#open.href = url;
    const body = this.#body.get();
    const isUnsent = body.kind !== "none" && isBodiless(this.#method.value);
    this.parts.describe("headers", toCount(this.#headers.get().length));
    this.parts.describe("body", isUnsent ? `not sent by ${this.#method.value}` : describeBody(body));
    this.#onChange(url ?? "");
  }
}

function toCount(count: number): string {
  return count === 0 ? "" : String(count);
}
