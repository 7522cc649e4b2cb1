import { toReadable } from "../multipart.js";

/** What goes out: bytes, and the type that they have by themselves. */
export interface Sent {
  readonly bytes: ArrayBuffer;
  readonly type: string | null;
}

/**
 * Takes a copy at once, as `send()` does: what its caller changes afterwards is not sent.
 * @returns `undefined` for nothing
 */
export function toSent(
  body: Document | XMLHttpRequestBodyInit | null | undefined,
): Promise<Sent> | undefined {
  if (body === null || body === undefined) return undefined;
  const extracted = new Response(body instanceof Document ? toText(body) : toReadable(body));
  const type = body instanceof Document ? toDocumentType(body) : extracted.headers.get("content-type");
  return extracted.arrayBuffer().then((bytes) => ({ bytes, type }));
}

function toText(document: Document): string {
  return new XMLSerializer().serializeToString(document);
}

/** XMLHttpRequest Standard, send(), step 4.2. */
function toDocumentType({ contentType }: Document): string {
  return `${contentType === "text/html" ? "text/html" : "application/xml"};charset=UTF-8`;
}
