import { toPlainRequest, toRequestSpec } from "../call/plain-request.js";
import type { RequestForm } from "../call/request-form.js";
import { getElement } from "../dom.js";
import { showNotice } from "../notice.js";
import type { OpenFile, OpenFiles } from "../write/open-files.js";
import { activateExchange } from "./exchange.js";
import { HeldCode } from "./held-code.js";
import { isShared, readLink } from "./link.js";
import type { Project } from "./project.js";
import { ShareDialog } from "./share-dialog.js";

/** What is shared, and what opens what was. */
export interface SharingParts {
  readonly files: OpenFiles;
  readonly form: RequestForm;
  /** Opens what the visitor chose as a file. */
  open(project: Project): void;
}

/** Code goes out and comes in: by links, which ask before they run, and by files. */
export class Sharing {
  readonly #parts: SharingParts;
  readonly #held: HeldCode;

  constructor(parts: SharingParts) {
    this.#parts = parts;
    this.#held = new HeldCode({ run: () => this.#run(), discard: () => this.#discard() });
    new ShareDialog(() => this.#toProject());
    activateExchange({
      getCurrent: () => parts.files.current,
      getProject: () => this.#toProject(),
      open: parts.open,
    });
    addEventListener("hashchange", () => this.readFragment());
  }

  /** Shows what the page's own URL holds. @returns whether that is anything */
  async readFragment(): Promise<boolean> {
    if (!isShared(location.hash)) return false;
    try {
      const { files, request } = await readLink(location.hash);
      this.#parts.files.open(files, true);
      if (request) this.#parts.form.set(toRequestSpec(request));
      this.#held.show(this.#parts.files);
      if (!this.isAsking) clearFragment(); // all of it is open here already
    } catch (error) {
      showNotice(error instanceof Error ? error.message : String(error), undefined, "bad");
      clearFragment();
    }
    return true;
  }

  /** Whether code from a link waits for the visitor's word. */
  get isAsking(): boolean {
    return this.#parts.files.list.some(({ isHeld }) => isHeld);
  }

  ask(): void {
    this.#held.ask();
  }

  /** Untouched tabs make room. */
  #run(): void {
    const { files } = this.#parts;
    files.close((file) => file.isUntouched === true && !file.isHeld);
    files.release();
    this.#end();
  }

  #discard(): void {
    this.#parts.files.close(({ isHeld }) => isHeld);
    this.#end();
  }

  /** The question is gone, and with it the button that had the focus: what comes next is to send. */
  #end(): void {
    this.#held.show(this.#parts.files);
    getElement("send", HTMLButtonElement).focus();
    clearFragment();
  }

  async #toProject(): Promise<Project> {
    const { files, form } = this.#parts;
    const request = form.get();
    return {
      files: files.list.map(toCodeFile),
      ...(request && { request: await toPlainRequest(request) }),
    };
  }
}

function toCodeFile({ name, code, requests }: OpenFile) {
  return { name, code, ...(requests && { requests }) };
}

/** The next reload shows what is kept, not the link again. */
function clearFragment(): void {
  history.replaceState(history.state, "", location.pathname + location.search);
}
