/** What a page measures of itself. Every time is in milliseconds. */
import { CHUNK_SIZE, drain, getLarge, LARGE_SIZE, SMALL, toChecksum } from "../payload.js";

/** Requests before those that count: the other contenders have had the processor and its caches meanwhile. */
const LEAD = 5;
const TRANSFER_LEAD = 2;

const BASE = "/W/apps/S/";
/** A file of the same origin that is nobody's function. */
const UNRELATED = "/unrelated.txt";

/** One after the other; `count` durations of a request and of reading its answer. */
export function small(count: number): Promise<number[]> {
  return repeat(count, LEAD, () => readText(`${BASE}small`));
}

export function unrelated(count: number): Promise<number[]> {
  return repeat(count, LEAD, () => readText(UNRELATED));
}

export function down(count: number): Promise<number[]> {
  return repeat(count, TRANSFER_LEAD, async () => {
    const bytes = await (await fetch(`${BASE}down`)).arrayBuffer();
    if (bytes.byteLength !== LARGE_SIZE) throw new Error(`${bytes.byteLength} bytes came down`);
  });
}

export function up(count: number): Promise<number[]> {
  return repeat(count, TRANSFER_LEAD, async () => {
    const response = await fetch(`${BASE}up`, { method: "POST", body: getLarge() });
    const { length } = await response.json();
    if (length !== LARGE_SIZE) throw new Error(`${length} bytes went up`);
  });
}

const FLOW = "/W/apps/F/";
/** 64 MiB in chunks. */
const CHUNKS = 1_024;

export function streamDown(count: number): Promise<number[]> {
  return repeat(count, 1, async () => {
    const length = await drain((await fetch(`${FLOW}down?${CHUNKS}`)).body);
    if (length !== CHUNKS * CHUNK_SIZE) throw new Error(`${length} bytes came down`);
  });
}

let upload: Blob | undefined;

export function streamUp(count: number): Promise<number[]> {
  upload ??= new Blob(Array.from({ length: 4 }, () => getLarge()));
  const body = upload;
  return repeat(count, 1, async () => {
    const response = await fetch(`${FLOW}up`, { method: "POST", body });
    const { length } = await response.json();
    if (length !== body.size) throw new Error(`${length} bytes went up`);
  });
}

export function firstByte(count: number): Promise<number[]> {
  return repeat(count, LEAD, async () => {
    const reader = (await fetch(`${FLOW}first`)).body?.getReader();
    if ((await reader?.read())?.done !== false) throw new Error("the stream is empty");
    void reader?.cancel();
  });
}

export function streams(count: number): Promise<number[]> {
  return repeat(count, 1, async () => {
    const one = async () => drain((await fetch(`${FLOW}down?16`)).body);
    const lengths = await Promise.all(Array.from({ length: 64 }, one));
    if (lengths.some((length) => length !== 16 * CHUNK_SIZE)) throw new Error("a stream is incomplete");
  });
}

/** Requests per second with `inFlight` under way at any time. */
export async function throughput(count: number, inFlight: number): Promise<number> {
  await small(1);
  let left = count;
  const run = async () => {
    while (left-- > 0) await readText(`${BASE}small`);
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: inFlight }, run));
  return (count * 1000) / (performance.now() - start);
}

/** Needs `--expose-gc`; a round should not pay for the one before. */
export async function collectGarbage(): Promise<void> {
  (globalThis as { gc?: () => void }).gc?.();
}

/** A single small request, nothing before it. */
export async function first(): Promise<number> {
  const start = performance.now();
  const text = await readText(`${BASE}small`);
  const duration = performance.now() - start;
  if (text !== SMALL) throw new Error(`the first answer is ${text}`);
  return duration;
}

/** Whether the answers are the ones all contenders give, to the byte. */
export async function check(): Promise<void> {
  const answer = await readText(`${BASE}small`);
  const bytes = new Uint8Array(await (await fetch(`${BASE}down`)).arrayBuffer());
  const response = await fetch(`${BASE}up?checksum`, { method: "POST", body: getLarge() });
  const checksum = toChecksum(getLarge());
  const receipt: unknown = await response.json();
  const seen = [answer, bytes.length, toChecksum(bytes), JSON.stringify(receipt)].join(" ");
  const wanted = [SMALL, LARGE_SIZE, checksum, JSON.stringify({ length: LARGE_SIZE, checksum })].join(" ");
  if (seen !== wanted) throw new Error(`answers ${seen}, not ${wanted}`);
}

async function readText(url: string): Promise<string> {
  return (await fetch(url, { cache: "no-store" })).text();
}

async function repeat(count: number, lead: number, run: () => Promise<unknown>): Promise<number[]> {
  for (let i = 0; i < lead; i++) await run();
  const durations: number[] = [];
  for (let i = 0; i < count; i++) {
    const start = performance.now();
    await run();
    durations.push(performance.now() - start);
  }
  return durations;
}
