import { findSyntaxProblem } from "../run/prepare.js";
import type { Problem } from "../run/problem.js";
import type { OpenFile } from "./open-files.js";

/** Milliseconds without typing after which code is looked at: nobody wants to be corrected in the middle of a word. */
const PAUSE = 700;

/** Looks for syntax errors while code is typed, without running it. */
export class LiveCheck {
  readonly #onChange: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #found:
    | { readonly fileId: number; readonly code: string; readonly problem: Problem | undefined }
    | undefined;

  /** @param onChange called when {@link getProblem} may say something else */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Checks the file once nobody has typed for a while. */
  schedule({ id, code }: OpenFile): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(async () => {
      const problem = await findSyntaxProblem(code);
      this.#found = { fileId: id, code, problem };
      this.#onChange();
    }, PAUSE);
  }

  /** The syntax error of exactly this code; `undefined` when none is known. */
  getProblem({ id, code }: OpenFile): Problem | undefined {
    return this.#found?.fileId === id && this.#found.code === code ? this.#found.problem : undefined;
  }
}
