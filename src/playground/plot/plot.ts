import "uplot/dist/uPlot.min.css";
import "./plot.css";
import uPlot from "uplot";
import { createElement } from "../dom.js";
import { drawMarks } from "./marks.js";
import type { PlotData } from "./plot-data.js";
import { font, toColour } from "./plot-theme.js";

/** One row of values. */
export interface SeriesSpec {
  readonly kind: "bars" | "points";
  /** A custom property of the theme, as `--accent`. */
  readonly colour: string;
}

/** What stays the same of a plot while its data change. */
export interface PlotSpec {
  readonly title: string;
  readonly series: readonly SeriesSpec[];
  /** Whether the foot is time of day, in epoch seconds. */
  readonly isClock?: boolean;
  /** Text of a value along the foot. */
  formatX(value: number): string;
  formatY(value: number): string;
  /** Text for the place under the pointer. @param index into the data */
  describe(index: number): string;
}

/** Pixels. */
const HEIGHT = 140;

/** A figure with a title, a summary in words, and a plot in the theme's colours, as wide as there is room. */
export class Plot {
  readonly element = createElement("figure", { className: "plot" });
  readonly #field = createElement("div", { className: "plot-field" });
  readonly #summary = createElement("p", { className: "hint" });
  readonly #pointed = createElement("output", { className: "plot-pointed" });
  readonly #spec: PlotSpec;
  readonly #plot: uPlot;
  #data: PlotData | undefined;

  constructor(spec: PlotSpec) {
    this.#spec = spec;
    this.#field.ariaHidden = "true";
    const title = createElement("figcaption", {}, createElement("h3", {}, spec.title), this.#summary);
    this.element.append(title, this.#field);
    this.#plot = new uPlot(this.#toOptions(), undefined, this.#field);
    this.#field.append(this.#pointed);
    new ResizeObserver(() => this.#fit()).observe(this.#field);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#plot.redraw());
  }

  show(data: PlotData): void {
    this.#data = data;
    this.#summary.textContent = data.summary;
    this.#pointed.textContent = "";
    const rows = [data.x, ...data.series].map((row) => [...row]);
    this.#plot.setData(rows as uPlot.AlignedData); // its type wants the first row apart
  }

  #fit(): void {
    const { clientWidth: width } = this.#field;
    if (width > 0 && width !== this.#plot.width) this.#plot.setSize({ width, height: HEIGHT });
  }

  #toOptions(): uPlot.Options {
    const { series, formatX, formatY, isClock = false } = this.#spec;
    return {
      ...{ width: 320, height: HEIGHT, padding: [14, 26, 0, 0], legend: { show: false } },
      cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
      scales: { x: { time: isClock, range: () => this.#toRange() }, y: { range: toCountRange } },
      axes: [
        { ...toAxis(formatX), space: 60, size: 22 },
        { ...toAxis(formatY), space: 32, size: toWidth },
      ],
      series: [{}, ...series.map(toSeries)],
      hooks: {
        draw: [(plot) => drawMarks(plot, this.#data?.marks ?? [])],
        setCursor: [({ cursor: { idx } }) => this.#point(idx ?? undefined)],
      },
    };
  }

  #toRange(): [number, number] {
    const [from, to] = this.#data?.range ?? [0, 1];
    return [from, to];
  }

  #point(index: number | undefined): void {
    this.#pointed.textContent = index === undefined || !this.#data ? "" : this.#spec.describe(index);
  }
}

/** From zero on: a cut axis makes small differences look large. */
function toCountRange(_plot: uPlot, _least: number, most: number | null): [number, number] {
  return [0, most === null || most <= 0 ? 1 : most * 1.08];
}

function toAxis(format: (value: number) => string): uPlot.Axis {
  return {
    ...{ stroke: () => toColour("--muted"), font: font(), gap: 4 },
    grid: { stroke: () => toColour("--line"), width: 1 },
    ticks: { stroke: () => toColour("--line"), width: 1, size: 4 },
    values: (_plot, ticks) => ticks.map(format),
  };
}

/** Room for the longest text of an axis at the side, and for half of the first one at the foot; in pixels. */
function toWidth(_plot: uPlot, texts: readonly string[] | null): number {
  return 14 + 7 * Math.max(3, ...(texts ?? []).map((text) => text.length));
}

function toSeries({ kind, colour }: SeriesSpec): uPlot.Series {
  const fill = () => toColour(colour);
  if (kind === "points")
    return { paths: () => null, points: { show: true, size: 5, width: 0, fill, stroke: fill } };
  const bars = uPlot.paths.bars?.({ size: [1, Number.POSITIVE_INFINITY], align: 1, gap: 1 });
  return { fill, width: 0, points: { show: false }, ...(bars && { paths: bars }) };
}
