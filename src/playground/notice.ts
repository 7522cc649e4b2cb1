import { getElement } from "./dom.js";

let undo: (() => void) | undefined;
let isReady = false;

/**
 * Says what happened, below the code, until something else does.
 * @param onUndo takes it back; there is a button for it
 * @param kind `bad` for what failed
 */
export function showNotice(text: string, onUndo?: () => void, kind: "" | "bad" = ""): void {
  const button = getElement("undo", HTMLButtonElement);
  if (!isReady)
    button.addEventListener("click", () => {
      undo?.();
      showNotice("");
      document.querySelector<HTMLElement>('#files [aria-selected="true"]')?.focus(); // the button is gone
    });
  isReady = true;
  undo = onUndo;
  const notice = getElement("notice", HTMLElement);
  notice.textContent = text;
  notice.dataset.kind = kind;
  button.hidden = !onUndo;
}
