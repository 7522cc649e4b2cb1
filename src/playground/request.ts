/** A request as the form says it. */
export interface Draft {
  readonly method: string;
  /** Absolute. */
  readonly url: string;
  readonly headers: Headers;
  /** `undefined` when the method has none or the field is empty. */
  readonly body: string | undefined;
}

/** Whether `fetch` refuses a body with this method (Fetch Standard, Request constructor). */
export function isBodiless(method: string): boolean {
  return method === "GET" || method === "HEAD";
}

/**
 * Reads `Name: value` lines.
 * @throws {TypeError} naming the line that is none
 */
export function parseHeaders(text: string): Headers {
  const headers = new Headers();
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const colon = line.indexOf(":");
    try {
      if (colon < 1) throw new TypeError("no colon");
      headers.append(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
    } catch {
      throw new TypeError(`Line ${index + 1} is no header; write it as Name: value`);
    }
  }
  return headers;
}

/** The type a body is sent with when the headers name none. */
export function guessType(body: string): string {
  try {
    JSON.parse(body);
    return "application/json";
  } catch {
    return "text/plain;charset=UTF-8";
  }
}
