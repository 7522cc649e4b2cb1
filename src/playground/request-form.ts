import { createElement, getElement } from "./dom.js";
import { type Draft, guessType, isBodiless, parseHeaders } from "./request.js";

/** The request to send. */
export class RequestForm {
  readonly #form = getElement("request", HTMLFormElement);
  readonly #method = getElement("method", HTMLSelectElement);
  readonly #url = getElement("url", HTMLInputElement);
  readonly #urls = getElement("urls", HTMLDataListElement);
  readonly #headers = getElement("headers", HTMLTextAreaElement);
  readonly #body = getElement("body", HTMLTextAreaElement);
  readonly #open = getElement("open", HTMLAnchorElement);
  readonly #onChange: (url: string) => void;
  #isTyped = false;

  /** @param onChange gets the absolute URL whenever it is another */
  constructor(onSubmit: () => void, onChange: (url: string) => void) {
    this.#onChange = onChange;
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      onSubmit();
    });
    this.#form.addEventListener("input", () => this.#update());
    this.#url.addEventListener("input", () => {
      this.#isTyped = true;
    });
  }

  /** Sets the URL, which is shown without this page's origin. */
  setUrl(url: string): void {
    this.#isTyped = false;
    this.#url.value = toShortUrl(url);
    this.#showEnd();
    this.#update();
  }

  /** Offers these as completions, and leaves a URL that is none of them for the first, unless it was typed. */
  offer(urls: readonly string[]): void {
    this.#urls.replaceChildren(...urls.map((url) => createElement("option", { value: toShortUrl(url) })));
    const [first] = urls;
    if (first !== undefined && !this.#isTyped && !urls.includes(toAbsoluteUrl(this.#url.value) ?? ""))
      this.setUrl(first);
    else if (!this.#isTyped) this.#showEnd(); // the new list moved it
  }

  /** `undefined` when a field is wrong, which then says so. */
  read(): Draft | undefined {
    const url = toAbsoluteUrl(this.#url.value);
    this.#url.setCustomValidity(url === undefined ? "This is no URL and no path" : "");
    const headers = this.#readHeaders();
    if (url === undefined || headers === undefined) {
      this.#form.reportValidity();
      return undefined;
    }
    const method = this.#method.value;
    const body = isBodiless(method) || this.#body.value === "" ? undefined : this.#body.value;
    if (body !== undefined && !headers.has("content-type")) headers.set("content-type", guessType(body));
    return { method, url, headers, body };
  }

  /** What tells functions apart is at the end of the URL. */
  #showEnd(): void {
    this.#url.scrollLeft = this.#url.scrollWidth;
  }

  #readHeaders(): Headers | undefined {
    this.#headers.setCustomValidity("");
    try {
      return parseHeaders(this.#headers.value);
    } catch (error) {
      this.#headers.setCustomValidity(error instanceof Error ? error.message : String(error));
      this.#headers.closest("details")?.setAttribute("open", "");
      return undefined;
    }
  }

  #update(): void {
    const url = toAbsoluteUrl(this.#url.value);
    this.#url.setCustomValidity("");
    this.#headers.setCustomValidity("");
    if (url === undefined) this.#open.removeAttribute("href");
    else this.#open.href = url;
    this.#updateBody();
    this.#onChange(url ?? "");
  }

  #updateBody(): void {
    const isOff = isBodiless(this.#method.value);
    const body = this.#body.value;
    this.#body.disabled = isOff;
    getElement("body-hint", HTMLElement).textContent = isOff
      ? `${this.#method.value} has none`
      : body && `sent as ${guessType(body)} unless the headers say otherwise`;
    getElement("extras", HTMLElement).textContent = this.#describeExtras(isOff);
  }

  /** What a closed "Headers and body" holds. */
  #describeExtras(isBodyOff: boolean): string {
    const count = this.#headers.value.split("\n").filter((line) => line.trim()).length;
    const parts = [
      count > 0 && `${count} ${count === 1 ? "header" : "headers"}`,
      !isBodyOff && this.#body.value && "a body",
    ];
    return parts.filter(Boolean).join(", ");
  }
}

function toAbsoluteUrl(text: string): string | undefined {
  try {
    return new URL(text, document.baseURI).href;
  } catch {
    return undefined;
  }
}

function toShortUrl(url: string): string {
  return url.startsWith(`${location.origin}/`) ? url.slice(location.origin.length) : url;
}
