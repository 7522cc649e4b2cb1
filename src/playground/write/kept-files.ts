import { SEED_FILE } from "../gallery/seed.js";
import { readFiles } from "../share/project.js";
import type { CodeFile, OpenFile } from "./open-files.js";

const FILES = "tabserve-playground:files";
const STARTING = "tabserve-playground:starting";

/** The files of the last visit; `undefined` when there are none, or they cannot be read. */
export function loadFiles(): readonly CodeFile[] | undefined {
  return attempt(() => {
    const text = localStorage.getItem(FILES);
    return text === null ? undefined : readFiles(JSON.parse(text));
  });
}

/**
 * Keeps the files for the next visit. The seed alone is not kept, so that a later one reaches those who never wrote
 * anything; neither is what came with a link and was not let in.
 */
export function keepFiles(files: readonly OpenFile[]): void {
  const own = files.filter(({ isHeld }) => !isHeld);
  const kept = own.map(({ name, code, requests, isUntouched }) => ({ name, code, requests, isUntouched }));
  const isWorth = own.length !== 1 || own[0]?.code !== SEED_FILE.code;
  attempt(() =>
    isWorth ? localStorage.setItem(FILES, JSON.stringify(kept)) : localStorage.removeItem(FILES),
  );
}

/** Notes which files are being started. A page that hangs in one never gets to note that it is not. */
export function noteStarting(names: readonly string[]): void {
  attempt(() =>
    names.length > 0
      ? localStorage.setItem(STARTING, JSON.stringify(names))
      : localStorage.removeItem(STARTING),
  );
}

/** The files that the last visit began to start and never finished: they would hang this page, too. */
export function listHung(): readonly string[] {
  const names: unknown = attempt(() => JSON.parse(localStorage.getItem(STARTING) ?? "[]"));
  return Array.isArray(names) ? names.filter((name) => typeof name === "string") : [];
}

/** Storage that is full or blocked costs the memory, not the page. */
function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
