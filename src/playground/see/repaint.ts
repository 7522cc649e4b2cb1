/** A part of the region that is seen at times. */
export interface View {
  /** Shows what there is now; called whenever the view comes into sight. */
  paint(): void;
  /** Asks for what nobody tells of; called before {@link paint} when the reader chooses the view. */
  refresh?(): void;
  /** Shows this one of its items. */
  pick?(id: string): void;
}

/** Milliseconds from the first news to their painting: painting at once would hold up the very calls that are watched. */
const DELAY = 80;

/**
 * Paints some time after it was asked to, however often that was, and only what can be seen: what happens may happen a
 * thousand times a second.
 * @param delay milliseconds
 * @returns asks for it
 */
export function toRepaint(panel: HTMLElement, paint: () => void, delay = DELAY): () => void {
  let isAsked = false;
  const run = () => {
    isAsked = false;
    if (!panel.hidden) paint();
  };
  return () => {
    if (!isAsked) setTimeout(() => requestAnimationFrame(run), delay);
    isAsked = true;
  };
}
