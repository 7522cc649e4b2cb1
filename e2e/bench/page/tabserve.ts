import {
  BYTES_TYPE,
  drain,
  getLarge,
  JSON_TYPE,
  SMALL,
  toOpenStream,
  toReceipt,
  toStream,
} from "../payload.js";

export interface Variant {
  /** Default 1. They answer alike; `small` is the last of them. */
  readonly functions?: number;
  /** Whether calls leave records, as they do by default. */
  readonly activations?: boolean;
}

export async function start({ functions = 1, activations = true }: Variant): Promise<void> {
  const { connect } = await importTabserve();
  const api = await connect({ workspace: "W" });
  const small = () => ({ status: 200, headers: JSON_TYPE, body: SMALL });
  const others = Array.from({ length: functions - 1 }, (_, i) => [`function-${i}`, () => small()]);
  await api.registerService({
    id: "S",
    type: "functions",
    config: { visibility: "public", activations },
    ...Object.fromEntries(others),
    down: () => ({ status: 200, headers: BYTES_TYPE, body: getLarge() }),
    up: ({ body, query_string }: { body: Uint8Array; query_string: string }) => ({
      status: 200,
      headers: JSON_TYPE,
      body: toReceipt(body, query_string),
    }),
    small,
  });
  await api.registerService({
    id: "F",
    type: "functions",
    config: { visibility: "public", stream: true },
    down: ({ query_string }: { query_string: string }) => toStream(Number(query_string)),
    first: () => toOpenStream(),
    up: async ({ body }: { body: ReadableStream<Uint8Array> }) => ({ length: await drain(body) }),
  });
}

/** As the package is built, not as the benchmark's bundler would build it. */
function importTabserve(): Promise<typeof import("../../../src/index.js")> {
  const path = "/lib/tabserve.js";
  return import(/* @vite-ignore */ path);
}
