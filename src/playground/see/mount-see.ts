import "./see.css";
import "./calls.css";
import "./records.css";
import "./break.css";
import { createElement } from "../dom.js";
import { activateTabs } from "../tabs.js";
import type { Wiring } from "../wiring.js";
import { Observations } from "./observations.js";
import { listParts, type Part } from "./parts.js";
import type { View } from "./repaint.js";

/** Fills the region that shows what happens: calls, records, latency, tabs, and what can be broken. */
export function mountSee(region: HTMLElement, wiring: Wiring): void {
  const observations = new Observations(wiring);
  observations.start().catch(reportError); // without storage there are no records
  const parts = listParts(observations, openRecord).map(toSlot);
  const list = createElement("div", { className: "tabs", role: "tablist", ariaLabel: "What happens" });
  list.append(...parts.map(({ tab }) => tab));
  const head = createElement("header", { className: "see-head" }, list, createSizeButton(region));
  region.replaceChildren(head, ...parts.map(({ panel }) => panel));
  activateTabs(list, (panel) => {
    const slot = parts.find((one) => one.panel === panel);
    slot?.show().catch(reportError);
  });
  parts[0]?.tab.click();

  function openRecord(id: string): void {
    const slot = parts.find(({ part }) => part.id === "records");
    slot?.tab.click();
    slot
      ?.show()
      .then((view) => view.pick?.(id))
      .catch(reportError);
  }
}

/** A part with its place on the page. */
interface Slot {
  readonly part: Part;
  readonly tab: HTMLElement;
  readonly panel: HTMLElement;
  /** Loads it at the first time. */
  show(): Promise<View>;
}

function toSlot(part: Part): Slot {
  const { id, title } = part;
  const tab = createElement("button", { type: "button", id: `see-tab-${id}`, role: "tab" }, title);
  tab.setAttribute("aria-controls", `see-${id}`);
  const panel = createElement("div", { className: "see-panel", id: `see-${id}`, role: "tabpanel" });
  panel.setAttribute("aria-labelledby", tab.id);
  let loaded: Promise<View> | undefined;
  const show = async () => {
    loaded ??= part.load(panel).catch((error) => {
      loaded = undefined; // offline, perhaps; the next click tries again
      throw error;
    });
    const view = await loaded;
    view.refresh?.();
    view.paint();
    return view;
  };
  return { part, tab, panel, show };
}

/** The region is low, so that code and answer have room; what happens is read better in a tall one. */
function createSizeButton(region: HTMLElement): HTMLElement {
  const button = createElement("button", { type: "button", className: "quiet size" }, "Taller");
  button.ariaPressed = "false";
  button.addEventListener("click", () => {
    button.ariaPressed = String(region.classList.toggle("tall"));
  });
  return button;
}
