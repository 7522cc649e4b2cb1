import type { SegmentName } from "./segments.js";

/** What a part of the way is called. */
export const SEGMENT_TITLES: Readonly<Record<SegmentName, string>> = {
  "to-worker": "To the worker",
  worker: "Worker finds the provider",
  "to-provider": "To the provider",
  handler: "Handler",
  "to-worker-again": "Back to the worker",
  "to-caller": "Back to the caller",
  body: "Body is read",
  "worker-and-provider": "Worker and provider",
  everywhere: "All the way",
};
