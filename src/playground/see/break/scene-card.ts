import { createElement } from "../../dom.js";
import type { Wiring } from "../../wiring.js";
import { isAnswered } from "./outcome.js";
import type { Scene } from "./scene.js";
import type { TrickleCall } from "./trickle.js";

/** What a card stands in. */
export interface SceneFrame {
  readonly wiring: Wiring;
  /** Beside the button. */
  readonly more?: readonly Node[];
  /** Told when the scene begins and ends. */
  readonly onRun: (isRunning: boolean) => void;
}

/** A scene with its button, its calls as a strip, and how it went. */
export function createSceneCard(scene: Scene, { wiring, more = [], onRun }: SceneFrame): HTMLElement {
  const button = createElement("button", { type: "button" }, scene.action);
  const strip = createElement("ol", { className: "strip" });
  strip.ariaHidden = "true"; // told in words below it
  const outcome = createElement("p", { className: "outcome-text", role: "status" });
  const properties = createElement("div", { className: "properties" });
  const show = (calls: readonly TrickleCall[], brokenAt?: number) =>
    strip.replaceChildren(...toCells(calls, brokenAt));
  button.addEventListener("click", async () => {
    if (button.ariaDisabled === "true") return;
    onRun(true);
    strip.replaceChildren();
    showOutcome(outcome, "Calls go on…");
    await scene.run({ wiring, properties, show }).then(
      (text) => showOutcome(outcome, text),
      (error: unknown) => showOutcome(outcome, error instanceof Error ? error.message : String(error), true),
    );
    onRun(false);
  });
  const card = createElement("section", { className: "scene", ariaLabel: scene.title });
  const text = createElement("p", { className: "hint" }, scene.text);
  const actions = createElement("div", { className: "actions" }, button, ...more);
  card.append(createElement("h3", {}, scene.title), text, actions, properties, strip, outcome);
  return card;
}

function showOutcome(element: HTMLElement, text: string, isFailure = false): void {
  element.dataset.kind = isFailure ? "failed" : "";
  element.textContent = text;
}

/** Calls that a strip shows; the newest. */
const MOST_CELLS = 60;

function toCells(calls: readonly TrickleCall[], brokenAt = Number.POSITIVE_INFINITY): HTMLElement[] {
  const shown = calls.slice(-MOST_CELLS);
  const broken = shown.findIndex(({ start }) => start >= brokenAt);
  return shown.flatMap((call, index) => {
    const sign = toSign(call);
    const cell = createElement("li", { className: toKind(call) }, sign);
    if (sign === "F") cell.classList.add("elsewhere");
    return index === broken ? [createElement("li", { className: "broken" }), cell] : [cell];
  });
}

function toKind(call: TrickleCall): string {
  if (call.end === undefined) return "open";
  return isAnswered(call) ? "answered" : "lost";
}

/** Who answered, where that is told in a word; else whether it was answered. */
function toSign(call: TrickleCall): string {
  if (call.end === undefined) return "·";
  if (!isAnswered(call)) return "×";
  const [first = ""] = /^this tab$|^the frame$/.exec(call.text) ?? [];
  return first === "" ? "✓" : first === "this tab" ? "T" : "F";
}
