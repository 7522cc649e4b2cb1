/** Milliseconds after which a download has surely begun. */
const BEGUN = 60_000;

/** Lets the browser save it, under this name if it is free. */
export function saveFile(content: Blob, name: string): void {
  const href = URL.createObjectURL(content);
  const link = Object.assign(document.createElement("a"), { href, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(href), BEGUN);
}
