import { connect, type Workspace } from "../../src/index.js";
import { LOOP_PATH, parseLockName } from "../../src/protocol.js";
import type { Entry, Kind, Outcome, Run } from "./entry.js";
import { Random } from "./random.js";

/** What a page of the run can be told to do. Its own state is nobody's but its own: it may crash at any time. */

const channel = new BroadcastChannel("ledger");
const note = (entry: Entry) => channel.postMessage(entry);
let api: Workspace | undefined;
let entries: Entry[] = [];
let isCalling = false;
let lanes: Promise<unknown>[] = [];
let lastKey = 0;
const runs: Record<string, number> = {};
const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));
const now = () => performance.timeOrigin + performance.now();

interface FunctionEvent {
  readonly method: string;
  readonly query_string: string;
  readonly body: Uint8Array | null;
}

function toService(provider: string, timeout: number): object {
  const answer = async ({ method, query_string: query, body }: FunctionEvent): Promise<string> => {
    const sent = new URLSearchParams(method === "POST" ? new TextDecoder().decode(body ?? undefined) : query);
    runs[provider] = (runs[provider] ?? 0) + 1;
    const run: Run = { key: sent.get("key") ?? "", provider, number: runs[provider], at: Date.now() };
    note({ type: "run", run });
    const wait = Number(sent.get("wait"));
    if (wait > 0) await sleep(wait);
    return JSON.stringify(run);
  };
  return { id: "work", type: "functions", config: { visibility: "public", timeout }, answer };
}

export interface CallOptions {
  readonly caller: string;
  readonly seed: number;
  /** Requests with keys under way at a time. */
  readonly width: number;
}

interface Call {
  readonly key: string;
  readonly kind: Kind;
  readonly wait: number;
  readonly url: string;
  readonly init?: RequestInit;
}

const WORK = "/local/apps/work/answer";
const LOOP = `/${LOOP_PATH}`;

function toCall(caller: string, random: Random): Call {
  const kind = random.chance(0.5) ? "post" : "get";
  const key = `${caller}/${kind}/${++lastKey}`;
  const lengths = { none: 0, short: random.between(1, 100), long: random.between(100, 600), slow: 1_500 };
  const wait = Math.round(lengths[random.pick({ none: 60, short: 30, long: 8, slow: 2 })]);
  const mode = random.pick({ "": 4, "_mode=first": 2, "_mode=random": 3, "_mode=min_load": 1 });
  const text = `key=${encodeURIComponent(key)}&wait=${wait}`;
  if (kind === "get") return { key, kind, wait, url: `${WORK}?${text}&${mode}` };
  const padding = random.chance(0.1) ? `&padding=${"x".repeat(100_000)}` : "";
  return { key, kind, wait, url: `${WORK}?${mode}`, init: { method: "POST", body: text + padding } };
}

function toPoll(caller: string, kind: "poll-get" | "poll-post"): Call {
  const text = `key=${encodeURIComponent(`${caller}/${kind}`)}&wait=30`;
  const key = `${caller}/${kind}/${++lastKey}`;
  if (kind === "poll-get") return { key, kind, wait: 30, url: `${WORK}?${text}` };
  return { key, kind, wait: 30, url: WORK, init: { method: "POST", body: text } };
}

async function make({ key, kind, wait, url, init }: Call): Promise<void> {
  note({ type: "sent", key, kind, wait, at: now() });
  const outcome = await send(url, init);
  note({ type: "end", key, ...outcome, at: now() });
}

async function send(url: string, init?: RequestInit): Promise<Outcome> {
  let what = "fetch";
  try {
    const response = await fetch(url, init);
    const { status, headers } = response;
    what = `body of ${status}`;
    const text = await response.text();
    if (status === 200) return { status, code: "", run: JSON.parse(text) };
    return { status, code: headers.get("x-tabserve-error") ?? text.slice(0, 100) };
  } catch (error) {
    return { status: 0, code: `${what}: ${error}` };
  }
}

async function runLane(next: () => Call, toPause: () => number): Promise<void> {
  while (isCalling) {
    await make(next());
    await sleep(toPause());
  }
}

const commands = {
  async connect(): Promise<void> {
    api = await connect();
  },
  /** Whether requests reach the worker, when there is one. */
  async isServed(): Promise<boolean> {
    if (!(await navigator.serviceWorker.getRegistration())) return true;
    const response = await fetch(LOOP).catch(() => undefined);
    return response?.ok ?? false;
  },
  async disconnect(): Promise<void> {
    await api?.disconnect();
  },
  /** @param timeout seconds */
  async provide(provider: string, timeout: number, overwrite: boolean): Promise<void> {
    await api?.registerService(toService(provider, timeout), { overwrite });
  },
  async withdraw(): Promise<void> {
    await api?.unregisterService("work");
  },
  /** Registrations that nobody calls. */
  async churn(count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      await api?.registerService({ id: `other-${i}`, type: "functions", index: () => "" });
      await api?.unregisterService(`other-${i}`);
    }
  },
  startCalling({ caller, seed, width }: CallOptions): void {
    const random = new Random(seed);
    isCalling = true;
    lanes = [
      runLane(
        () => toPoll(caller, "poll-get"),
        () => 20,
      ),
      runLane(
        () => toPoll(caller, "poll-post"),
        () => 20,
      ),
    ];
    for (let i = 0; i < width; i++)
      lanes.push(
        runLane(
          () => toCall(caller, random),
          () => random.between(0, 60),
        ),
      );
  },
  /** Resolves when every request has its outcome. */
  async stopCalling(): Promise<void> {
    isCalling = false;
    await Promise.all(lanes);
  },
  /** Only for requests of which each has an outcome of its own to be counted: `width` lanes, `count` requests. */
  async callMany(count: number, width: number): Promise<Record<string, number>> {
    const tally: Record<string, number> = {};
    let left = count;
    const lane = async () => {
      while (left-- > 0) {
        const init = left % 2 ? { method: "POST", body: `key=${left}` } : undefined;
        const { status, code } = await send(`${WORK}?key=${left}`, init);
        const what = `${status} ${code}`.trim();
        tally[what] = (tally[what] ?? 0) + 1;
      }
    };
    await Promise.all(Array.from({ length: width }, lane));
    return tally;
  },
  listen(): void {
    new BroadcastChannel("ledger").onmessage = ({ data }) => entries.push(data);
  },
  drain(): Entry[] {
    const drained = entries;
    entries = [];
    return drained;
  },
  /** Those of connections. */
  async queryLocks(): Promise<{ held: string[]; pending: string[] }> {
    const { held = [], pending = [] } = await navigator.locks.query();
    const toNames = (locks: LockInfo[]) =>
      locks.map(({ name = "" }) => name).filter((name) => parseLockName(name));
    return { held: toNames(held), pending: toNames(pending) };
  },
  /** Boots the worker when it sleeps. */
  async wakeWorker(): Promise<void> {
    await fetch(LOOP);
  },
};

export type Commands = typeof commands;

Object.assign(globalThis, { commands });
