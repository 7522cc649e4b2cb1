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
  return [
    {
      ...{ id: "calls", title: "Calls" },
      load: async (panel) => new CallsView(panel, observations, openRecord),
    },
    {
      ...{ id: "records", title: "Activations" },
      load: async (panel) => {
        const { ActivationsView } = await import("./activations-view.js");
        return new ActivationsView(panel, observations);
      },
    },
    {
      ...{ id: "latency", title: "Latency" },
      load: async (panel) => {
        const { LatencyView } = await import("./latency-view.js");
        return new LatencyView(panel, observations);
      },
    },
    {
      ...{ id: "tabs", title: "Tabs" },
      load: async (panel) => {
        const { TabsView } = await import("./tabs-view.js");
        return new TabsView(panel, observations);
      },
    },
    {
      ...{ id: "break", title: "Break it" },
      load: async (panel) => {
        const { BreakView } = await import("./break-view.js");
        return new BreakView(panel, observations);
      },
    },
    {
      ...{ id: "load", title: "Load test" },
      load: async (panel) => {
        const { LoadView } = await import("../load/load-view.js");
        return new LoadView(panel, observations.wiring);
      },
    },
  ];
}
