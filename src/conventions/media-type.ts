/** A content type. */
export interface MediaType {
  /** `type/subtype` in lower case. */
  readonly essence: string;
  /** From the first `;` on; `""` without any. */
  readonly parameters: string;
}

/** RFC 9110, 8.3.1: two tokens, then parameters. */
const MEDIA_TYPE = /^\s*([!#$%&'*+\-.^_`|~\w]+\/[!#$%&'*+\-.^_`|~\w]+)\s*(;.*)?$/s;

/** @returns `undefined` for what is no content type */
export function parseMediaType(text: string): MediaType | undefined {
  const [, essence, parameters = ""] = MEDIA_TYPE.exec(text) ?? [];
  return essence === undefined ? undefined : { essence: essence.toLowerCase(), parameters };
}
