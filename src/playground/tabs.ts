import { getElement } from "./dom.js";

/**
 * Makes a tab list work as one: a click or the arrow keys choose, one tab is in the tab order (ARIA APG, Tabs).
 * @param onChoose told of the panel that is shown from then on
 */
export function activateTabs(list: HTMLElement, onChoose: (panel: HTMLElement) => void = () => {}): void {
  const tabs = [...list.querySelectorAll<HTMLElement>('[role="tab"]')];
  const choose = (tab: HTMLElement) => {
    select(tab, tabs);
    onChoose(toPanel(tab));
  };
  for (const tab of tabs) {
    tab.addEventListener("click", () => choose(tab));
    toPanel(tab).tabIndex = 0; // what is in it may be longer than it, and nothing in it takes the focus
  }
  list.addEventListener("keydown", (event) => {
    const now = tabs.findIndex((tab) => tab.ariaSelected === "true");
    const next = tabs.at(toNextTab(event.key, now, tabs.length));
    if (!next || next === tabs[now]) return;
    event.preventDefault();
    choose(next);
    next.focus();
  });
}

/** The index of the tab that a key chooses, -1 for the last; `now` for other keys. */
export function toNextTab(key: string, now: number, count: number): number {
  if (key === "ArrowRight") return (now + 1) % count;
  if (key === "ArrowLeft") return now - 1; // -1 is the last
  if (key === "Home") return 0;
  return key === "End" ? count - 1 : now;
}

function select(chosen: HTMLElement, tabs: readonly HTMLElement[]): void {
  for (const tab of tabs) {
    const isChosen = tab === chosen;
    tab.ariaSelected = String(isChosen);
    tab.tabIndex = isChosen ? 0 : -1;
    toPanel(tab).hidden = !isChosen;
  }
}

function toPanel(tab: HTMLElement): HTMLElement {
  return getElement(tab.getAttribute("aria-controls") ?? "", HTMLElement);
}
