import { formatSize, formatTime } from "../amount.js";
import type { Answer } from "../call/send.js";
import { createElement } from "../dom.js";

/** Where the time went, and how the body came. */
export function toTimingView({ waited, milliseconds, size, chunks, chunkCount }: Answer): HTMLElement {
  const list = createElement("dl", { className: "timing" });
  const add = (name: string, from: number, to: number) => {
    const bar = createElement("span", { className: "bar-of-time" });
    bar.style.setProperty("--from", String(from / (milliseconds || 1)));
    bar.style.setProperty("--to", String(to / (milliseconds || 1)));
    const value = createElement("dd", {}, createElement("span", {}, formatTime(to - from)), bar);
    list.append(createElement("dt", {}, name), value);
    return bar;
  };
  add("Until the headers", 0, waited);
  const body = add("Body", waited, milliseconds);
  for (const { at } of chunks.length > 1 ? chunks : []) body.append(toTick(at, waited, milliseconds));
  add("Altogether", 0, milliseconds);
  const pieces = chunkCount === 1 ? "one piece" : `${chunkCount.toLocaleString("en")} pieces`;
  const text = size === 0 ? "No body." : `${formatSize(size)} in ${pieces}.`;
  return createElement("div", {}, list, createElement("p", { className: "empty" }, text));
}

function toTick(at: number, from: number, to: number): HTMLElement {
  const tick = createElement("i");
  tick.style.setProperty("--at", String((at - from) / (to - from || 1)));
  return tick;
}
