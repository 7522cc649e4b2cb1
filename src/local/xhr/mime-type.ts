import { parseMediaType } from "../../conventions/media-type.js";

/** What an answer says its bytes are. */
export interface MimeType {
  readonly text: string;
  /** `type/subtype` in lower case. */
  readonly essence: string;
  readonly charset: string | undefined;
}

/** @returns `text/xml` for what is none (XMLHttpRequest Standard, response MIME type) */
export function parseMimeType(text: string | null): MimeType {
  const type = parseMediaType(text ?? "");
  if (!type) return { text: "text/xml", essence: "text/xml", charset: undefined };
  const charset = /;\s*charset\s*=\s*(?:"([^"]+)"|([^\s;"]+))/i.exec(type.parameters);
  return { text: text ?? "", essence: type.essence, charset: charset?.[1] ?? charset?.[2] };
}

export function isXml({ essence }: MimeType): boolean {
  return /^(text|application)\/xml$|\+xml$/.test(essence);
}
