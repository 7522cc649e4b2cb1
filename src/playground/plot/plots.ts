import { createElement } from "../dom.js";
import { type Distribution, describeBin, toDistribution } from "./distribution.js";
import { formatCount, formatMilliseconds, formatTime } from "./format.js";
import type { HistogramOptions } from "./histogram.js";
import { Plot } from "./plot.js";
import type { PlotData } from "./plot-data.js";
import type { Sample } from "./sample.js";
import { type TimelineOptions, toThroughput, toTimeline } from "./timeline.js";

/** How samples are shown. */
export interface PlotsOptions extends HistogramOptions, TimelineOptions {}

/** The three plots of many calls: how long they took, over time, and how many a second. */
export class Plots {
  readonly element = createElement("div", { className: "plots" });
  readonly #distribution: Plot;
  readonly #timeline: Plot;
  readonly #throughput: Plot;
  #shown: {
    readonly distribution: Distribution | undefined;
    readonly timeline: PlotData | undefined;
    readonly throughput: PlotData | undefined;
  } = { distribution: undefined, timeline: undefined, throughput: undefined };

  /** @param isClock whether time is that of day; else seconds since a begin */
  constructor(isClock: boolean) {
    const formatX = (seconds: number) => (isClock ? formatTime(seconds * 1000).slice(0, 8) : `${seconds} s`);
    const formatCalls = (count: number) => (Number.isInteger(count) ? String(count) : "");
    this.#distribution = new Plot({
      title: "Distribution",
      series: [{ kind: "bars", colour: "--accent" }],
      formatX: (value) => `${Number(value.toPrecision(6))} ms`,
      formatY: formatCalls,
      describe: (index) => {
        const { distribution } = this.#shown;
        return distribution ? describeBin(distribution.histogram, index) : "";
      },
    });
    this.#timeline = new Plot({
      ...{ title: "Latency over time", isClock, formatX },
      series: [
        { kind: "points", colour: "--accent" },
        { kind: "points", colour: "--bad" },
      ],
      formatY: (value) => `${Number(value.toPrecision(6))} ms`,
      describe: (index) => describePoint(this.#shown.timeline, index),
    });
    this.#throughput = new Plot({
      ...{ title: "Calls a second", isClock, formatX, formatY: formatCalls },
      series: [{ kind: "bars", colour: "--accent" }],
      describe: (index) => formatCount(this.#shown.throughput?.series[0]?.[index] ?? 0, "call"),
    });
    const plots = [this.#distribution, this.#timeline, this.#throughput];
    this.element.append(...plots.map(({ element }) => element));
  }

  /** @returns whether there is anything to show */
  show(samples: readonly Sample[], options: PlotsOptions = {}): boolean {
    const distribution = toDistribution(samples, options);
    const timeline = toTimeline(samples, options);
    const throughput = toThroughput(samples, options);
    this.#shown = { distribution, timeline, throughput };
    this.element.hidden = !distribution;
    if (distribution) this.#distribution.show(distribution);
    if (timeline) this.#timeline.show(timeline);
    if (throughput) this.#throughput.show(throughput);
    return distribution !== undefined;
  }
}

function describePoint(timeline: PlotData | undefined, index: number): string {
  const [answered, failed] = timeline?.series.map((row) => row[index]) ?? [];
  if (typeof failed === "number") return `failed after ${formatMilliseconds(failed)}`;
  return typeof answered === "number" ? formatMilliseconds(answered) : "";
}
