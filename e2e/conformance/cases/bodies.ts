import type { StreamingHyphaEvent } from "../../../src/index.js";
import type { Case } from "../case.js";
import { check, checkEqual, sleep, waitUntil } from "../check.js";
import { fetchFrom, fetchText, serve } from "../workspace.js";

const SIZE = 64 * 2 ** 20;

/** A body of which no two stretches are the same. */
const toBytes = (size: number) => new Uint8Array(size).map((_, i) => (i * 31 + (i >> 8)) & 255);

async function toHash(bytes: BufferSource): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Chunks as a reader gets them, with the milliseconds since the first. */
async function readAll({ body }: Response): Promise<{ text: string; time: number }[]> {
  const chunks: { text: string; time: number }[] = [];
  const reader = body?.getReader();
  const decoder = new TextDecoder();
  let first = 0;
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done) return chunks;
    first ||= performance.now();
    chunks.push({ text: decoder.decode(value, { stream: true }), time: performance.now() - first });
  }
}

export const bodies: readonly Case[] = [
  {
    name: "a generator's chunks arrive in order, while it runs",
    async run() {
      const response = await fetchFrom(async function* () {
        for (let i = 0; i < 5; i++) {
          yield `${i} `;
          await sleep(100);
        }
      });
      const chunks = await readAll(response);
      checkEqual(chunks.map(({ text }) => text).join(""), "0 1 2 3 4 ");
      const time = chunks.at(-1)?.time ?? 0;
      check(time > 200, `the last chunk comes ${time} ms after the first`);
    },
  },
  {
    name: "a generator that throws makes the reader fail",
    async run() {
      const { error } = console;
      console.error = () => {};
      const response = await fetchFrom(async function* () {
        yield "begun";
        await sleep(50);
        throw new Error("broken");
      });
      const outcome = await response.text().then(
        (text) => `read ${text}`,
        () => "failed",
      );
      console.error = error;
      checkEqual([response.status, outcome], [200, "failed"]);
    },
  },
  {
    name: "a reader that cancels ends the generator",
    async run() {
      let ended = false;
      const response = await fetchFrom(async function* () {
        try {
          for (;;) {
            yield "more ";
            await sleep(20);
          }
        } finally {
          ended = true;
        }
      });
      const reader = response.body?.getReader();
      await reader?.read();
      await reader?.cancel();
      await waitUntil(() => ended, { what: "the generator's end" });
    },
  },
  {
    name: "an EventSource gets each event when it is made",
    workerOnly: "the browser itself asks",
    async run() {
      const { url } = await serve(
        {
          ticks: async function* () {
            for (let i = 0; i < 4; i++) {
              yield { event: "tick", id: String(i), data: { i } };
              await sleep(150);
            }
          },
        },
        { sse: true },
      );
      const source = new EventSource(`${url}ticks`);
      const seen: { data: string; id: string; time: number }[] = [];
      source.addEventListener("tick", ({ data, lastEventId }) =>
        seen.push({ data, id: lastEventId, time: performance.now() }),
      );
      await waitUntil(() => seen.length === 4, { what: "four events" });
      source.close();
      checkEqual(
        seen.map(({ data, id }) => [data, id]),
        [0, 1, 2, 3].map((i) => [`{"i":${i}}`, String(i)]),
      );
      const gaps = seen.slice(1).map(({ time }, i) => time - (seen[i]?.time ?? 0));
      check(
        gaps.every((gap) => gap > 50),
        `the gaps ${gaps.map(Math.round)} are those of the generator`,
      );
    },
  },
  {
    name: "a download of 64 MiB that streams has the hash of what was sent",
    async run() {
      const sent = toBytes(SIZE);
      const response = await fetchFrom(function* () {
        for (let i = 0; i < SIZE; i += 100_000) yield sent.slice(i, i + 100_000);
      });
      checkEqual(await toHash(await response.arrayBuffer()), await toHash(sent));
    },
  },
  {
    name: "an upload of 64 MiB to a handler that streams has the hash of what was sent",
    async run() {
      const sent = toBytes(SIZE);
      const { url } = await serve(
        {
          f: async ({ body }: StreamingHyphaEvent) => toHash(await new Response(body).arrayBuffer()),
        },
        { stream: true },
      );
      checkEqual(await fetchText(`${url}f`, { method: "POST", body: sent }), await toHash(sent));
    },
  },
  {
    name: "a range of a Blob is answered with 206",
    async run() {
      const { url } = await serve({ f: () => ({ body: new Blob(["0123456789"]) }) });
      const response = await fetch(`${url}f`, { headers: { range: "bytes=2-4" } });
      checkEqual(
        [response.status, response.headers.get("content-range"), await response.text()],
        [206, "bytes 2-4/10", "234"],
      );
    },
  },
  {
    name: "a sound that a function makes seeks to its middle",
    workerOnly: "the browser itself asks",
    async run() {
      const { url } = await serve({ "a.wav": () => toWav(10) });
      const sound = new Audio(`${url}a.wav`);
      sound.preload = "auto";
      sound.load();
      await waitUntil(() => sound.duration > 9, { what: "the duration" });
      sound.currentTime = 5;
      await waitUntil(() => sound.readyState >= 2 && !sound.seeking, { what: "the place" });
      checkEqual(sound.currentTime, 5);
    },
  },
];

/** Silence as WAV, 8-bit mono. */
function toWav(seconds: number, rate = 8000): Blob {
  const size = seconds * rate;
  const header = new Uint8Array(44);
  const view = new DataView(header.buffer);
  header.set(new TextEncoder().encode("RIFF"), 0);
  view.setUint32(4, 36 + size, true);
  header.set(new TextEncoder().encode("WAVEfmt "), 8);
  for (const [offset, value] of [
    [16, 16],
    [24, rate],
    [28, rate],
    [40, size],
  ] as const)
    view.setUint32(offset, value, true);
  for (const [offset, value] of [
    [20, 1],
    [22, 1],
    [32, 1],
    [34, 8],
  ] as const)
    view.setUint16(offset, value, true);
  header.set(new TextEncoder().encode("data"), 36);
  return new Blob([header, new Uint8Array(size).fill(128)], { type: "audio/wav" });
}
