import { createElement } from "../dom.js";
import { LIMITS, type LoadPlan, parsePlan } from "./load-plan.js";

/** The numbers of a load test, and the buttons that start and cancel it. */
export class LoadForm {
  readonly element = createElement("form", {
    className: "load-form",
    noValidate: true,
    ariaLabel: "Load test",
  });
  readonly #fields = { calls: createField("500"), concurrency: createField("8") };
  readonly #start = createElement("button", { type: "submit", className: "primary" }, "Start");
  readonly #cancel = createElement("button", { type: "button", hidden: true }, "Cancel");
  readonly #problem = createElement("p", { className: "wrong", id: "load-problem", role: "alert" });

  constructor({ onStart, onCancel }: { onStart: (plan: LoadPlan) => void; onCancel: () => void }) {
    const { calls, concurrency } = this.#fields;
    this.element.append(
      createElement("label", {}, `Calls, up to ${LIMITS.calls.toLocaleString("en")}`, calls),
      createElement("label", {}, `At a time, up to ${LIMITS.concurrency}`, concurrency),
      ...[this.#start, this.#cancel, this.#problem],
    );
    this.#cancel.addEventListener("click", onCancel);
    this.element.addEventListener("input", () => this.#showProblem(undefined, ""));
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      const plan = this.#read();
      if (plan) onStart(plan);
    });
  }

  /** @param isRunning whether there is a test to cancel; else one can be started */
  setRunning(isRunning: boolean): void {
    const hadFocus = this.element.contains(document.activeElement);
    this.#start.hidden = isRunning;
    this.#cancel.hidden = !isRunning;
    if (hadFocus) (isRunning ? this.#cancel : this.#start).focus();
  }

  /** What is wrong, outside of the fields. */
  showProblem(text: string): void {
    this.#showProblem(undefined, text);
  }

  #read(): LoadPlan | undefined {
    const { calls, concurrency } = this.#fields;
    const parsed = parsePlan({ calls: calls.value, concurrency: concurrency.value });
    if ("plan" in parsed) {
      this.#showProblem(undefined, "");
      return parsed.plan;
    }
    this.#showProblem(parsed.field, parsed.problem);
    return undefined;
  }

  #showProblem(wrong: keyof LoadPlan | undefined, text: string): void {
    this.#problem.textContent = text;
    for (const [name, field] of Object.entries(this.#fields)) {
      field.ariaInvalid = String(name === wrong);
      if (name === wrong) field.focus();
    }
  }
}

function createField(value: string): HTMLInputElement {
  const field = createElement("input", { value, inputMode: "numeric", autocomplete: "off" });
  field.setAttribute("aria-describedby", "load-problem");
  return field;
}
