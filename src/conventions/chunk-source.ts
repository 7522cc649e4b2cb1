/** What gives chunks one by one: streams, generators, anything with `next()`. */
export type ChunkSource =
  | ReadableStream<unknown>
  | AsyncIterable<unknown>
  | IterableIterator<unknown>
  | AsyncIterator<unknown>
  | Iterator<unknown>;

/** Arrays, maps and sets do not count: they are values. */
export function isChunkSource(value: object): value is ChunkSource {
  if (isReadableStream(value) || Symbol.asyncIterator in value) return true;
  return "next" in value && typeof value.next === "function";
}

/** Also another realm's. */
export function isReadableStream(value: object): value is ReadableStream<unknown> {
  return "getReader" in value && typeof value.getReader === "function";
}
