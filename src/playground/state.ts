/** The colours of the dot beside a word. */
export type StateName = "busy" | "idle" | "good" | "bad";

/** Shows a state; the same words are not announced twice. */
export function setState(element: HTMLElement, name: StateName, text: string): void {
  element.dataset.state = name;
  if (element.textContent !== text) element.textContent = text;
}
