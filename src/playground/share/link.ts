import { fromBase64Url, toBase64Url } from "./base64.js";
import { type Project, readProject } from "./project.js";

/** The fragment is `#code=` and, in base64url, four bytes of check and the project as JSON, deflated. */
const PREFIX = "#code=";

/** Deflate has no check of its own: a link with one wrong letter would be somebody else's program. */
const CHECK_LENGTH = 4;

/** Bytes of JSON that a link may unfold to: some hundred bytes can become gigabytes. */
const MOST_BYTES = 2_000_000;

/** Whether a URL's fragment claims to hold a project. */
export function isShared(fragment: string): boolean {
  return fragment.startsWith(PREFIX);
}

/** A URL of this page that holds the project. */
export async function toLink(project: Project): Promise<string> {
  const json = new TextEncoder().encode(JSON.stringify(project));
  const deflated = await collect(new Blob([json]).stream().pipeThrough(new CompressionStream("deflate-raw")));
  const data = toBase64Url(concatenate([await toCheck(json), deflated]));
  return new URL(`${PREFIX}${data}`, document.baseURI).href;
}

/**
 * Reads the fragment of a {@link toLink} URL.
 * @throws {Error} saying that the link is damaged, how, and what to do
 */
export async function readLink(fragment: string): Promise<Project> {
  try {
    const bytes = fromBase64Url(fragment.slice(PREFIX.length));
    const [check, deflated] = [bytes.subarray(0, CHECK_LENGTH), bytes.subarray(CHECK_LENGTH)];
    const inflating = new Blob([deflated]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    const json = await collect(inflating).catch(toDamage);
    if (!isSame(check, await toCheck(json))) toDamage();
    return readProject(JSON.parse(new TextDecoder().decode(json)));
  } catch (error) {
    const why =
      error instanceof RangeError || error instanceof TypeError ? error.message : "it cannot be read";
    throw new Error(`The link is damaged (${why}). Ask for it again, and copy it whole.`, { cause: error });
  }
}

/** @throws {RangeError} when there is more than {@link MOST_BYTES} */
async function collect(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const reader = stream.getReader();
  for (let step = await reader.read(); !step.done; step = await reader.read()) {
    size += step.value.byteLength;
    if (size > MOST_BYTES) throw new RangeError(`it holds more than ${MOST_BYTES / 1_000_000} MB`);
    chunks.push(step.value);
  }
  return concatenate(chunks);
}

function toDamage(error?: unknown): never {
  throw error instanceof RangeError ? error : new TypeError("a part of it is missing or was changed");
}

async function toCheck(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).slice(0, CHECK_LENGTH);
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
