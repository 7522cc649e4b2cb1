import { createElement } from "../dom.js";
import { formatMilliseconds } from "../plot/format.js";
import { SEGMENT_TITLES } from "./segment-text.js";
import type { Segment } from "./segments.js";

/**
 * A call's parts as one bar. Decoration: the same is written beside it.
 * @param scale milliseconds that the whole width stands for
 */
export function createBar(segments: readonly Segment[], scale: number): HTMLElement {
  const parts = segments.map(({ name, from, to }) => {
    const part = createElement("i", { className: `leg leg-${name}` });
    part.style.width = `${((to - from) / scale) * 100}%`;
    return part;
  });
  const bar = createElement("span", { className: "bar-of-parts" }, ...parts);
  bar.ariaHidden = "true";
  return bar;
}

/** The parts with their milliseconds. @param isEnded whether there are no more to come */
export function createSegmentTable(segments: readonly Segment[], isEnded: boolean): HTMLElement {
  const rows = segments.map((segment) => {
    const { name, from, to, isRounded } = segment;
    const title = createElement(
      "th",
      { scope: "row" },
      createElement("i", { className: `leg-key leg-${name}` }),
    );
    title.append(SEGMENT_TITLES[name]);
    const time = `${isRounded ? "≈ " : ""}${formatMilliseconds(to - from)}`;
    return createElement("tr", {}, title, createElement("td", {}, time));
  });
  const total = createElement("td", {}, formatMilliseconds(segments.at(-1)?.to ?? 0));
  const foot = createElement(
    "tr",
    {},
    createElement("th", { scope: "row" }, isEnded ? "Together" : "So far"),
    total,
  );
  return createElement(
    "table",
    { className: "segments", ariaLabel: "Where the time went" },
    createElement("tbody", {}, ...rows),
    createElement("tfoot", {}, foot),
  );
}
