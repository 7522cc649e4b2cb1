import type { RecordPlace } from "./recorder.js";
import { type RecordKey, toDatabaseName } from "./store.js";

/** Tells every page of the origin, this one too, which records there are now. */
export function announce(place: RecordPlace, keys: readonly RecordKey[]): void {
  // Closed at once: an open channel keeps a page out of the back/forward cache.
  const channel = new BroadcastChannel(toDatabaseName(place));
  channel.postMessage(keys);
  channel.close();
}

/** @returns ends it */
export function listen(place: RecordPlace, onKeys: (keys: readonly RecordKey[]) => void): () => void {
  const channel = new BroadcastChannel(toDatabaseName(place));
  channel.onmessage = ({ data }: MessageEvent<readonly RecordKey[]>) => onKeys(data);
  return () => channel.close();
}
