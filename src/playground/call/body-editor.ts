import { formatSize } from "../amount.js";
import { createElement } from "../dom.js";
import { PairRows } from "./pair-rows.js";
import type { RequestBody } from "./request.js";

type Kind = RequestBody["kind"];

const KINDS: readonly (readonly [Kind, string])[] = [
  ["none", "None"],
  ["json", "JSON"],
  ["form", "Form"],
  ["multipart", "Multipart"],
  ["file", "File"],
  ["text", "Text"],
];

/** A request's body, by its kind. What was typed for another kind stays. */
export class BodyEditor {
  readonly #onChange: () => void;
  readonly #text = createElement("textarea", { rows: 5, ariaLabel: "Body text", spellcheck: false });
  readonly #wrong = createElement("p", { className: "hint", role: "status" });
  readonly #rows: PairRows;
  readonly #file = createElement("input", { type: "file", ariaLabel: "File to send" });
  readonly #chosen = createElement("p", { className: "hint" });
  readonly #kinds: ReadonlyMap<Kind, HTMLInputElement>;
  readonly #content = createElement("div", { className: "content" });
  #kind: Kind = "none";
  #kept: File | undefined;

  /** @param onChange called whenever the body is another */
  constructor(container: HTMLElement, onChange: () => void) {
    this.#onChange = onChange;
    this.#rows = new PairRows({ what: "Field", hasFiles: true, onChange });
    this.#kinds = new Map(KINDS.map(([kind, label]) => [kind, this.#toRadio(kind, label)]));
    const legend = createElement("legend", { className: "unseen" }, "Kind of body");
    const labels = [...this.#kinds.values()].flatMap((radio) => radio.parentElement ?? []);
    container.append(createElement("fieldset", { className: "kinds" }, legend, ...labels), this.#content);
    this.#text.addEventListener("input", () => this.#onText());
    this.#file.addEventListener("change", () => this.#onFile());
    this.#show("none");
  }

  get(): RequestBody {
    const kind = this.#kind;
    if (kind === "none") return { kind };
    if (kind === "file") return { kind, file: this.#kept };
    if (kind === "json" || kind === "text") return { kind, text: this.#text.value };
    return { kind, fields: this.#rows.get() };
  }

  set(body: RequestBody): void {
    if ("text" in body) this.#text.value = body.text;
    if ("fields" in body) this.#rows.set(body.fields);
    if ("file" in body) this.#keepFile(body.file);
    this.#show(body.kind);
  }

  #toRadio(kind: Kind, label: string): HTMLInputElement {
    const radio = createElement("input", { type: "radio", name: "kind", value: kind });
    createElement("label", {}, radio, createElement("span", {}, label));
    radio.addEventListener("change", () => {
      this.#show(kind);
      this.#onChange();
    });
    return radio;
  }

  #show(kind: Kind): void {
    this.#kind = kind;
    const radio = this.#kinds.get(kind);
    if (radio) radio.checked = true;
    this.#content.replaceChildren(...this.#toContent(kind));
    this.#checkJson();
  }

  #toContent(kind: Kind): HTMLElement[] {
    if (kind === "none") return [];
    if (kind === "file") return [this.#file, this.#chosen];
    return kind === "json" || kind === "text" ? [this.#text, this.#wrong] : [this.#rows.element];
  }

  #onText(): void {
    this.#checkJson();
    this.#onChange();
  }

  #onFile(): void {
    this.#keepFile(this.#file.files?.[0]);
    this.#onChange();
  }

  #keepFile(file: File | undefined): void {
    this.#kept = file;
    this.#chosen.textContent = file
      ? `${file.name}, ${file.type || "of no known type"}, ${formatSize(file.size)}`
      : "";
  }

  /** It is sent all the same: a function must stand it. */
  #checkJson(): void {
    const problem =
      this.#kind === "json" && this.#text.value !== "" ? findJsonProblem(this.#text.value) : undefined;
    this.#wrong.textContent = problem ? `This is no JSON: ${problem}` : "";
  }
}

function findJsonProblem(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** In a word, for a closed editor; `""` for none. */
export function describeBody(body: RequestBody): string {
  if (body.kind === "none") return "";
  if (body.kind === "file") return body.file?.name ?? "no file";
  if ("fields" in body) return `${body.fields.length} ${body.fields.length === 1 ? "field" : "fields"}`;
  return body.kind === "json" ? "JSON" : "text";
}
