import { SEED } from "./seed.js";

const CODE = "tabserve-playground:code";
const STARTING = "tabserve-playground:starting";

/** The code of the last visit, or the seed. */
export function loadCode(): string {
  return attempt(() => localStorage.getItem(CODE)) ?? SEED;
}

/** The seed itself is not kept, so that a later one reaches those who never changed it. */
export function keepCode(code: string): void {
  attempt(() => (code === SEED ? localStorage.removeItem(CODE) : localStorage.setItem(CODE, code)));
}

/** Notes that code is being started. A page that hangs in it never gets to {@link noteStarted}. */
export function noteStarting(): void {
  attempt(() => localStorage.setItem(STARTING, "1"));
}

export function noteStarted(): void {
  attempt(() => localStorage.removeItem(STARTING));
}

/** Whether the last start never ended: the same code would hang this page too. */
export function hasHungStarting(): boolean {
  return attempt(() => localStorage.getItem(STARTING)) === "1";
}

/** Storage that is full or blocked costs the memory, not the page. */
function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
