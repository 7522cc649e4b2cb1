/** What the pages note, as it happens and in a tab of its own, because they may be gone the next moment. Times are epoch milliseconds. */
export type Entry =
  | {
      readonly type: "sent";
      readonly key: string;
      readonly kind: Kind;
      readonly wait: number;
      readonly at: number;
    }
  | { readonly type: "run"; readonly run: Run }
  | ({ readonly type: "end"; readonly key: string; readonly at: number } & Outcome);

/**
 * `get` and `post` carry a key of their own. A poll is equal to the one before, sent when that was answered; the run
 * cannot know which one it answers.
 */
export type Kind = "get" | "post" | "poll-get" | "poll-post";

/** One run of a handler. */
export interface Run {
  /** Of the request; of a poll, what all the polls of one caller share. */
  readonly key: string;
  /** Slot and connection: `p1.4` */
  readonly provider: string;
  /** Counts the runs of one provider. */
  readonly number: number;
  readonly at: number;
}

export interface Outcome {
  /** 0 when `fetch` rejects. */
  readonly status: number;
  /** `x-tabserve-error`, or why `fetch` rejects. */
  readonly code: string;
  /** As the body of a 200 tells. */
  readonly run?: Run;
}

/** A poll's runs know nothing of its number. */
export function toRunKey(key: string, kind: Kind): string {
  return kind.startsWith("poll") ? key.slice(0, key.lastIndexOf("/")) : key;
}
