import type uPlot from "uplot";
import type { Mark } from "./plot-data.js";
import { font, toColour } from "./plot-theme.js";

/** Pixels between two names below each other. */
const ROW = 12;

/** Draws those that are in sight. Names that would lie over each other stand below each other. @param marks ascending */
export function drawMarks(plot: uPlot, marks: readonly Mark[]): void {
  const { ctx, scales } = plot;
  const { min, max } = scales.x ?? {};
  if (typeof min !== "number" || typeof max !== "number") return;
  ctx.save();
  ctx.font = font().replace(/^\d+/, (size) => String(Number(size) * devicePixelRatio));
  ctx.fillStyle = toColour("--text");
  ctx.strokeStyle = toColour("--text");
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([3 * devicePixelRatio, 3 * devicePixelRatio]);
  let end = Number.NEGATIVE_INFINITY;
  let row = 0;
  for (const { value, title } of marks.filter(({ value }) => value >= min && value <= max)) {
    const x = Math.round(plot.valToPos(value, "x", true));
    row = x < end ? row + 1 : 0;
    end = drawMark(plot, { x, title, row });
  }
  ctx.restore();
}

/** @returns where the name ends */
function drawMark(
  { ctx, bbox }: uPlot,
  { x, title, row }: { readonly x: number; readonly title: string; readonly row: number },
): number {
  const { width } = ctx.measureText(title);
  const gap = 4 * devicePixelRatio;
  const isLeft = x + width + gap > bbox.left + bbox.width;
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.textAlign = isLeft ? "right" : "left";
  ctx.fillText(title, x + (isLeft ? -gap : gap), bbox.top + (row * ROW + 3) * devicePixelRatio);
  return x + width + 2 * gap;
}
