/**
 * Fetches `url` and saves it as the browser would: under the answer's own name, else the link's, else the URL's last part.
 * @throws {TypeError} when the request fails
 */
export async function saveFile(url: string, wanted: string): Promise<void> {
  const response = await fetch(url);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await response.blob());
  link.download = toFileName(response.headers.get("content-disposition")) || wanted || toLastPart(url);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), RELEASE_AFTER);
}

/** Milliseconds; the browser has opened the blob long before, and tells nobody when. */
const RELEASE_AFTER = 60_000;

/** The name in a `Content-Disposition` (RFC 6266): `filename*` in UTF-8, else `filename`. */
export function toFileName(disposition: string | null): string | undefined {
  if (!disposition) return undefined;
  const encoded = /;\s*filename\*=utf-8''([^;\s]+)/i.exec(disposition)?.[1];
  if (encoded && isEncoded(encoded)) return decodeURIComponent(encoded);
  const quoted = /;\s*filename="((?:[^"\\]|\\.)*)"/i.exec(disposition)?.[1];
  return quoted?.replace(/\\(.)/g, "$1") ?? /;\s*filename=([^;\s"]+)/i.exec(disposition)?.[1];
}

function isEncoded(text: string): boolean {
  try {
    return decodeURIComponent(text) !== "";
  } catch {
    return false;
  }
}

function toLastPart(url: string): string {
  return new URL(url).pathname.split("/").findLast(Boolean) ?? "download";
}
