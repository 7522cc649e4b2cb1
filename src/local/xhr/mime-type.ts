/** What an answer says its bytes are. */
export interface MimeType {
  readonly text: string;
  /** `type/subtype` in lower case. */
  readonly essence: string;
  readonly charset: string | undefined;
}

/** @returns `text/xml` for what is none (XMLHttpRequest Standard, response MIME type) */
export function parseMimeType(text: string | null): MimeType {
  const [essence = "", ...parameters] = (text ?? "").split(";").map((part) => part.trim());
  if (!/^[^\s/]+\/[^\s/]+$/.test(essence))
    return { text: "text/xml", essence: "text/xml", charset: undefined };
  const charset = parameters.map((one) => /^charset\s*=\s*"?([^"]+)"?$/i.exec(one)?.[1]).find(Boolean);
  return { text: text ?? "", essence: essence.toLowerCase(), charset };
}

export function isXml({ essence }: MimeType): boolean {
  return /^(text|application)\/xml$|\+xml$/.test(essence);
}
