import { getElement } from "./dom.js";

/** What keys do anywhere on the page. */
export interface Shortcuts {
  send(): void;
  deploy(): void;
}

/** Ctrl Enter sends, Ctrl S deploys; the command key on a Mac. */
export function activateShortcuts({ send, deploy }: Shortcuts): void {
  const key = /Mac|iP(hone|ad|od)/.test(navigator.platform) ? "⌘" : "Ctrl";
  getElement("save-keys", HTMLElement).textContent = `${key} S`;
  getElement("send", HTMLButtonElement).title = `${key} Enter`;
  if (matchMedia("(pointer: fine)").matches)
    getElement("send-keys", HTMLElement).textContent = `${key} Enter`;
  const onKey = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.isComposing || document.querySelector("dialog[open]"))
      return;
    const action = event.key === "Enter" ? send : event.key.toLowerCase() === "s" ? deploy : undefined;
    if (!action || event.shiftKey || event.altKey || event.target instanceof HTMLAnchorElement) return;
    event.preventDefault();
    event.stopPropagation();
    if (!event.repeat) action();
  };
  addEventListener("keydown", onKey, { capture: true });
}
