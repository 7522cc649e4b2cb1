import { createElement } from "../../dom.js";
import type { Wiring } from "../../wiring.js";
import { isAnswered } from "./outcome.js";
import type { Scene } from "./scene.js";
import type { TrickleCall } from "./trickle.js";

/** A scene with its button, its calls as a strip, and how it went. */
export function createSceneCard(scene: Scene, wiring: Wiring, ...more: Node[]): HTMLElement {
  const button = createElement("button", { type: "button" }, scene.action);
  const strip = createElement("ol", { className: "strip" });
  strip.ariaHidden = "true"; // told in words below it
  const outcome = createElement("p", { className: "outcome-text", role: "status" });
  const properties = createElement("div", { className: "properties" });
  const show = (calls: readonly TrickleCall[], brokenAt?: number) =>
    strip.replaceChildren(...toCells(calls, brokenAt));
  const run = async () => {
    button.disabled = true;
    strip.replaceChildren();
    outcome.dataset.kind = "";
    outcome.textContent = "Calls go on…";
    try {
      outcome.textContent = await scene.run({ wiring, properties, show });
    } catch (error) {
      outcome.dataset.kind = "failed";
      outcome.textContent = error instanceof Error ? error.message : String(error);
    }
    button.disabled = false;
  };
  button.addEventListener("click", run);
  const title = createElement("h3", {}, scene.title);
  const text = createElement("p", { className: "hint" }, scene.text);
  const actions = createElement("div", { className: "actions" }, button, ...more);
  const card = createElement("section", { className: "scene", ariaLabel: scene.title });
  card.append(title, text, actions, properties, strip, outcome);
  return card;
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
