/** Keeps the end of a growing element in view, unless its reader has gone up. */
export function follow(panel: HTMLElement, grow: () => void): void {
  const isAtEnd = panel.scrollHeight - panel.scrollTop - panel.clientHeight < 40;
  grow();
  if (isAtEnd) panel.scrollTop = panel.scrollHeight;
}
