import { createElement } from "../dom.js";
import { formatMilliseconds } from "../plot/format.js";
import { type FlowPiece, type FlowPoint, toFlowPieces, toTicks } from "./flow-path.js";
import { playFlow } from "./flow-playback.js";
import type { Segment } from "./segments.js";

const LANES = ["Caller", "Worker", "Provider"] as const;

const SVG = "http://www.w3.org/2000/svg";

/** The way of one call through caller, worker and provider, over time; its numbers are in the table beside it. */
export class FlowDiagram {
  readonly element: HTMLElement;
  readonly #drawing = document.createElementNS(SVG, "svg");
  readonly #dot = createElement("i", { className: "dot", hidden: true });
  readonly #axis = createElement("ol", { className: "axis" });
  readonly #pace = createElement("p", { className: "hint pace" });
  #pieces: readonly FlowPiece[] = [];

  constructor() {
    this.#drawing.setAttribute("viewBox", "0 0 100 3");
    this.#drawing.setAttribute("preserveAspectRatio", "none");
    const lanes = LANES.map((name) => createElement("li", {}, name));
    const field = createElement("div", { className: "field" });
    field.append(this.#drawing, this.#dot);
    this.element = createElement("div", { className: "flow" });
    this.element.ariaHidden = "true";
    this.element.append(createElement("ol", { className: "lanes" }, ...lanes), field, this.#axis, this.#pace);
  }

  show(segments: readonly Segment[]): void {
    this.#pieces = toFlowPieces(segments);
    const length = this.#length;
    this.#drawing.replaceChildren(...this.#pieces.map((piece) => createLine(piece, length)));
    const ticks = toTicks(length).map((tick) => {
      const item = createElement("li", {}, toTickText(tick));
      item.style.left = `${toPercent(tick, length)}%`;
      return item;
    });
    this.#axis.replaceChildren(...ticks);
  }

  /** A call that has no answer yet: the dot waits with the one that has it. */
  showWaiting(lane: FlowPoint["lane"]): void {
    this.#pieces = [];
    for (const part of [this.#drawing, this.#axis]) part.replaceChildren();
    this.#pace.textContent = "";
    this.#dot.getAnimations().forEach((animation) => {
      animation.cancel();
    });
    Object.assign(this.#dot.style, toPosition({ at: 0, lane }, 1));
    this.#dot.hidden = false;
    this.#dot.classList.add("waiting");
  }

  /** Lets the dot run the way once, unless the reader wants no motion. */
  play(): void {
    this.#dot.classList.remove("waiting");
    this.#dot.hidden = true;
    const length = this.#length;
    const points = this.#pieces.flatMap(({ from, to }) => [from, to]);
    const frames = points.map((point) => ({
      ...toPosition(point, length),
      offset: toPercent(point.at, length) / 100,
    }));
    const pace = playFlow(this.#dot, frames, length);
    this.#pace.textContent = pace === undefined ? "" : `shown ${pace}`;
  }

  get #length(): number {
    return this.#pieces.at(-1)?.to.at ?? 0;
  }
}

function createLine({ name, from, to }: FlowPiece, length: number): SVGElement {
  const line = document.createElementNS(SVG, "line");
  const ends = { x1: toPercent(from.at, length), x2: toPercent(to.at, length) };
  for (const [key, value] of Object.entries({ ...ends, y1: from.lane + 0.5, y2: to.lane + 0.5 }))
    line.setAttribute(key, String(value));
  line.setAttribute("class", `leg-${name}`);
  return line;
}

function toPosition({ at, lane }: FlowPoint, length: number): { left: string; top: string } {
  return { left: `${toPercent(at, length)}%`, top: `${((lane + 0.5) / LANES.length) * 100}%` };
}

function toPercent(at: number, length: number): number {
  return length > 0 ? (at / length) * 100 : 0;
}

function toTickText(tick: number): string {
  return tick === 0 ? "0" : formatMilliseconds(tick).replace(".0 ", " ");
}
