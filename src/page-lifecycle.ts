/**
 * Tells when this page stops answering, and when it can again.
 * @param onHide may be called twice: it was left or put into the back/forward cache, and frozen
 * @param signal ends it
 */
export function watchLifecycle(onHide: () => void, onReturn: () => void, signal: AbortSignal): void {
  // A held lock keeps the page out of the back/forward cache, and a page on its way out answers nothing any more.
  addEventListener("pagehide", onHide, { signal });
  addEventListener("pageshow", onReturn, { signal });
  // A frozen page runs nothing: it must not hold the lock that says "I answer" (Page Lifecycle, Chromium).
  document.addEventListener("freeze", onHide, { signal });
  document.addEventListener("resume", onReturn, { signal });
}
