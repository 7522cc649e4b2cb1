/** JSON with its numbers and strings exactly as they came: parsing would round large numbers and drop repeated keys. */
export type JsonNode =
  | { readonly kind: "object" | "array"; readonly members: readonly JsonMember[] }
  | { readonly kind: "string" | "number" | "atom"; readonly text: string };

export interface JsonMember {
  /** As written, with its quotes; `undefined` in an array. */
  readonly key: string | undefined;
  readonly value: JsonNode;
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/** An object or array whose end is not read yet. */
interface Unfinished {
  readonly kind: "object" | "array";
  readonly members: JsonMember[];
  key: string | undefined;
}

/** @returns `undefined` when the text is no JSON */
export function readJson(text: string): JsonNode | undefined {
  if (!isJson(text)) return undefined;
  const root: Unfinished = { kind: "array", members: [], key: undefined };
  const open: Unfinished[] = [root];
  for (const token of text.match(TOKEN) ?? []) {
    const inner = open.at(-1) ?? root;
    if (token === "{" || token === "[")
      open.push({ kind: token === "{" ? "object" : "array", members: [], key: undefined });
    else if (token === "}" || token === "]") {
      open.pop();
      addMember(open.at(-1) ?? root, { kind: inner.kind, members: inner.members });
    } else if (token !== "," && token !== ":") addToken(inner, token);
  }
  return root.members[0]?.value;
}

/** In an object a text is a key first, then a value. */
function addToken(inner: Unfinished, token: string): void {
  if (inner.kind === "object" && inner.key === undefined) inner.key = token;
  else addMember(inner, { kind: toKind(token), text: token });
}

function addMember(inner: Unfinished, value: JsonNode): void {
  inner.members.push({ key: inner.key, value });
  inner.key = undefined;
}

function toKind(token: string): "string" | "number" | "atom" {
  if (token.startsWith('"')) return "string";
  return /^[-\d]/.test(token) ? "number" : "atom";
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
