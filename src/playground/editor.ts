import type { Place } from "./problem.js";
import { type Surface, toPlainSurface } from "./surface.js";

/** The service's code: a plain text field at once, a code editor as soon as it is loaded. */
export class Editor implements Surface {
  readonly #field: HTMLTextAreaElement;
  readonly #onChange: () => void;
  #surface: Surface;
  #marked: number | undefined;

  constructor(field: HTMLTextAreaElement, code: string, onChange: () => void) {
    this.#field = field;
    this.#onChange = onChange;
    this.#surface = toPlainSurface(field, onChange);
    this.#surface.code = code;
  }

  get code(): string {
    return this.#surface.code;
  }

  set code(code: string) {
    this.#surface.code = code;
  }

  mark(line: number | undefined): void {
    this.#marked = line;
    this.#surface.mark(line);
  }

  goTo(place: Place): void {
    this.#surface.goTo(place);
  }

  /** Loads the code editor and takes it into use when nobody is typing. */
  async upgrade(): Promise<void> {
    const { openCodeMirror } = await import("./code-mirror.js");
    if (document.activeElement === this.#field)
      await new Promise((done) => this.#field.addEventListener("blur", done, { once: true }));
    this.#surface = openCodeMirror(this.#field, this.#onChange);
    this.#surface.mark(this.#marked);
  }
}
