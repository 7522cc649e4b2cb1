/** A piece of formatted JSON; `kind` is the class the editor's highlighter would give it. */
export interface JsonToken {
  readonly text: string;
  readonly kind: "propertyName" | "string" | "number" | "atom" | "punctuation";
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/**
 * JSON with a line for each member, and the numbers and strings exactly as they came: `JSON.stringify(JSON.parse(…))` would
 * round large numbers and drop repeated keys.
 * @returns `undefined` when the text is no JSON
 */
export function formatJson(text: string): JsonToken[] | undefined {
  if (!isJson(text)) return undefined;
  const tokens = text.match(TOKEN) ?? [];
  let depth = 0;
  return tokens.map((token, index) => {
    const [before, after] = [tokens[index - 1] ?? "", tokens[index + 1] ?? ""];
    if (isClosing(token)) depth--;
    const lead = isClosing(token) && !isOpening(before) ? toNewLine(depth) : "";
    if (isOpening(token)) depth++;
    return { text: lead + token + toSpace(token, after, depth), kind: toKind(token, after) };
  });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function toSpace(token: string, after: string, depth: number): string {
  if (token === ":") return " ";
  return token === "," || (isOpening(token) && !isClosing(after)) ? toNewLine(depth) : "";
}

function toKind(token: string, after: string): JsonToken["kind"] {
  if (token.startsWith('"')) return after === ":" ? "propertyName" : "string";
  if (/^[-\d]/.test(token)) return "number";
  return /^[a-z]/.test(token) ? "atom" : "punctuation";
}

const toNewLine = (depth: number) => `\n${"  ".repeat(depth)}`;
const isOpening = (token: string) => token === "{" || token === "[";
const isClosing = (token: string) => token === "}" || token === "]";
