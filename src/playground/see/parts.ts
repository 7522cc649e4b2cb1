import { CallsView } from "./calls-view.js";
import type { Observations } from "./observations.js";
import type { View } from "./repaint.js";

/** A tab of the region; what it shows is loaded when it is first chosen. */
export interface Part {
  readonly id: string;
  readonly title: string;
  load(panel: HTMLElement): Promise<View>;
}

/** @param openRecord shows the record with this id, in its own tab */
export function listParts(observations: Observations, openRecord: (id: string) => void): Part[] {
  const toPart = (id: string, title: string, load: Part["load"]): Part => ({ id, title, load });
  return [
    toPart("calls", "Calls", async (panel) => new CallsView(panel, observations, openRecord)),
    toPart("records", "Activations", async (panel) => {
      const { ActivationsView } = await import("./activations-view.js");
      return new ActivationsView(panel, observations);
    }),
    toPart("latency", "Latency", async (panel) => {
      const { LatencyView } = await import("./latency-view.js");
      return new LatencyView(panel, observations);
    }),
    toPart("tabs", "Tabs", async (panel) => {
      const { TabsView } = await import("./tabs-view.js");
      return new TabsView(panel, observations);
    }),
    toPart("break", "Break it", async (panel) => {
      const { BreakView } = await import("./break-view.js");
      return new BreakView(panel, observations);
    }),
    toPart("load", "Load test", async (panel) => {
      const { LoadView } = await import("../load/load-view.js");
      return new LoadView(panel, observations.wiring);
    }),
  ];
}
