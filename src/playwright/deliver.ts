import type { Route } from "@playwright/test";
import type { Loopback } from "./loopback.js";

/** Milliseconds for which an answer that streams may still be one that is whole. */
const SOON = 25;
/** Bytes up to which it is read before it is given. */
const MOST = 8 * 1024 * 1024;

/** How an answer gets into the browser. */
export interface Delivery {
  /** Where the browser can take a stream from; absent where it takes whole answers only. */
  readonly loopback: Loopback | undefined;
  /** Milliseconds after which a stream without an end is given as far as it has come. */
  readonly timeout: number;
}

/** Gives a browser the answer to a request: whole where that is soon, else as it comes, where the browser can. */
export async function deliver(
  route: Route,
  response: Response,
  { loopback, timeout }: Delivery,
): Promise<void> {
  const body = response.body?.getReader();
  const read = await readSome(body, { bytes: MOST, time: SOON });
  if (read.isWhole || !body) return fulfill(route, response, read.bytes);
  if (loopback) {
    const rest = new Response(toRest(read, body), { status: response.status, headers: response.headers });
    return route.continue({ url: await loopback.offer(rest) });
  }
  const all = await readSome(body, { bytes: Number.POSITIVE_INFINITY, time: timeout }, read);
  if (!all.isWhole) await body.cancel();
  await fulfill(route, response, all.bytes);
}

async function fulfill(
  route: Route,
  { status, headers }: Response,
  chunks: readonly Uint8Array[],
): Promise<void> {
  await route.fulfill({ status, headers: Object.fromEntries(headers), body: Buffer.concat(chunks) });
}

type Reader = ReadableStreamDefaultReader<Uint8Array>;

/** What has been read of a body. */
interface Some {
  readonly bytes: Uint8Array[];
  isWhole: boolean;
  /** A read that is under way. */
  pending?: ReturnType<Reader["read"]> | undefined;
}

/** Reads until the end, or as many bytes or milliseconds as said. @throws what the body fails with */
async function readSome(
  reader: Reader | undefined,
  most: { readonly bytes: number; readonly time: number },
  some: Some = { bytes: [], isWhole: reader === undefined },
): Promise<Some> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<undefined>((done) => {
    timer = setTimeout(done, most.time, undefined);
  });
  let size = 0;
  while (reader && !some.isWhole && size < most.bytes) {
    some.pending ??= reader.read();
    const result = await Promise.race([some.pending, timeout]);
    if (!result) break;
    some.pending = undefined;
    if (result.value) some.bytes.push(result.value);
    size += result.value?.byteLength ?? 0;
    some.isWhole = result.done;
  }
  clearTimeout(timer);
  return some;
}

/** What was read, and then what comes. */
function toRest(some: Some, reader: Reader): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const chunk = some.bytes.shift();
      if (chunk) return controller.enqueue(chunk);
      const pending = some.pending ?? reader.read();
      some.pending = undefined;
      const { done, value } = await pending;
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
}
