import { getElement } from "./dom.js";
import type { Place, Problem } from "./problem.js";
import { type StateName, setState } from "./state.js";

/** What the frame of the editor says about the code. */
export class CodeStatus {
  readonly #state = getElement("deployment", HTMLElement);
  readonly #problem = getElement("problem", HTMLElement);
  readonly #text = getElement("problem-text", HTMLElement);
  readonly #button = getElement("problem-place", HTMLButtonElement);
  /** What holds for the code that was deployed, whatever was typed since. */
  #settled: readonly [StateName, string] = ["busy", ""];
  #place: Place | undefined;

  constructor(onGoTo: (place: Place) => void) {
    this.#button.addEventListener("click", () => this.#place && onGoTo(this.#place));
  }

  showDeploying(): void {
    this.#settle("busy", "Deploying…");
  }

  /** @param problem of code that is deployed all the same */
  showDeployed(problem: Problem | undefined): void {
    this.#settle("good", "Deployed");
    if (problem) this.showProblem(problem);
    else this.#problem.hidden = true;
  }

  showRefused(problem: Problem): void {
    this.#settle("bad", "Not deployed");
    this.showProblem(problem);
  }

  /** Nothing is wrong with the code as far as one knows. */
  showUndeployed(): void {
    this.#settle("idle", "Not deployed");
  }

  /** The code is not what was deployed. */
  showEdited(): void {
    setState(this.#state, "idle", "Edited");
  }

  /** The code is again what was deployed. */
  showUnedited(): void {
    setState(this.#state, ...this.#settled);
  }

  showProblem({ message, place }: Problem): void {
    this.#text.textContent = message;
    this.#place = place;
    this.#button.hidden = !place;
    if (place) this.#button.textContent = `Line ${place.line}`;
    this.#problem.hidden = false;
  }

  #settle(name: StateName, text: string): void {
    this.#settled = [name, text];
    setState(this.#state, name, text);
  }
}
