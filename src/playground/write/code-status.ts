import { getElement } from "../dom.js";
import type { Standing } from "../run/deployments.js";
import type { Place, Problem } from "../run/problem.js";
import { type StateName, setState } from "../state.js";

/** What the frame of the editor says about the file that is shown. */
export class CodeStatus {
  readonly #state = getElement("deployment", HTMLElement);
  readonly #problem = getElement("problem", HTMLElement);
  readonly #text = getElement("problem-text", HTMLElement);
  readonly #button = getElement("problem-place", HTMLButtonElement);
  #place: Place | undefined;

  constructor(onGoTo: (place: Place) => void) {
    this.#button.addEventListener("click", () => this.#place && onGoTo(this.#place));
  }

  /** @param isEdited whether the code is not what the standing is about */
  show(standing: Standing, isEdited: boolean): void {
    setState(this.#state, ...toState(standing, isEdited));
    this.#showProblem("problem" in standing ? standing.problem : undefined);
  }

  showNothing(): void {
    setState(this.#state, "idle", "");
    this.#showProblem(undefined);
  }

  #showProblem(problem: Problem | undefined): void {
    this.#place = problem?.place;
    this.#button.hidden = !problem?.place;
    this.#button.textContent = problem?.place ? `Line ${problem.place.line}` : "";
    if (this.#text.textContent !== (problem?.message ?? "")) this.#text.textContent = problem?.message ?? "";
    this.#problem.hidden = !problem;
  }
}

function toState(standing: Standing, isEdited: boolean): [StateName, string] {
  if (standing.kind === "undeployed") return ["idle", "Not deployed"];
  if (isEdited) return ["idle", "Edited"];
  if (standing.kind === "deploying") return ["busy", "Deploying…"];
  return standing.kind === "deployed" ? ["good", "Deployed"] : ["bad", "Not deployed"];
}
