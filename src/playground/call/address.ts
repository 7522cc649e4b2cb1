/** A URL or a path as somebody types it; `undefined` when it is neither. */
export function toAbsoluteUrl(text: string): string | undefined {
  try {
    return new URL(text, document.baseURI).href;
  } catch {
    return undefined;
  }
}

/** Without this page's origin. */
export function toShortUrl(url: string): string {
  return url.startsWith(`${location.origin}/`) ? url.slice(location.origin.length) : url;
}

/** Without this page's folder: it means the same where the playground lies elsewhere. */
export function toPortableUrl(url: string): string {
  const folder = new URL(".", document.baseURI).href;
  return url.startsWith(folder) ? url.slice(folder.length) : url;
}

/** The query and the last slash do not change which function answers. */
export function isSamePath(a: string, b: string): boolean {
  const [first, second] = [a, b].map((url) => url.replace(/[?#].*$/, "").replace(/\/$/, ""));
  return first === second;
}
