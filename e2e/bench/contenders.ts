/** Who is compared, and in what. */

export const LABELS = {
  floor: "floor",
  streamed: "… streamed",
  tabserve: "Tabserve",
  "tabserve-10000": "… 10,000 fns",
  "tabserve-unrecorded": "… no records",
  comlink: "Comlink port",
  msw: "MSW 3",
  "msw-1000": "… 1,000 hdls",
  network: "network",
} as const;

/** Also its host: `<name>.localhost`, so that each has an origin and a renderer process of its own. */
export type ContenderName = keyof typeof LABELS;

export const CONTENDERS = Object.keys(LABELS) as ContenderName[];

export interface Measure {
  readonly label: string;
  readonly unit: "ms" | "req/s";
  /** Who is 1.00. */
  readonly base: ContenderName;
  readonly contenders: readonly ContenderName[];
  /** Requests in a round; the slow contender gets fewer. */
  readonly count: number;
  readonly slowCount: number;
  /** Only in every so many rounds. */
  readonly every: number;
}

const ANSWERING: ContenderName[] = ["floor", "streamed", "tabserve", "comlink", "msw", "network"];

/** Who makes bodies bit by bit. */
const STREAMING: ContenderName[] = ["floor", "tabserve"];

export const MEASURES = {
  small: {
    label: "small GET",
    unit: "ms",
    base: "floor",
    contenders: CONTENDERS,
    count: 40,
    slowCount: 10,
    every: 1,
  },
  throughput: {
    label: "requests/s, 32 in flight",
    unit: "req/s",
    base: "floor",
    contenders: CONTENDERS,
    count: 192,
    slowCount: 32,
    every: 1,
  },
  unrelated: {
    label: "unrelated fetch",
    unit: "ms",
    base: "network",
    contenders: ["network", "floor", "tabserve", "msw", "msw-1000"],
    count: 30,
    slowCount: 8,
    every: 1,
  },
  down: {
    label: "16 MiB down",
    unit: "ms",
    base: "floor",
    contenders: ANSWERING,
    count: 2,
    slowCount: 2,
    every: 2,
  },
  up: {
    label: "16 MiB up",
    unit: "ms",
    base: "floor",
    contenders: ANSWERING,
    count: 2,
    slowCount: 2,
    every: 2,
  },
  streamDown: {
    label: "64 MiB streamed down",
    unit: "ms",
    base: "floor",
    contenders: STREAMING,
    count: 1,
    slowCount: 1,
    every: 3,
  },
  streamUp: {
    label: "64 MiB streamed up",
    unit: "ms",
    base: "floor",
    contenders: STREAMING,
    count: 1,
    slowCount: 1,
    every: 3,
  },
  firstByte: {
    label: "first byte of a stream",
    unit: "ms",
    base: "floor",
    contenders: STREAMING,
    count: 20,
    slowCount: 20,
    every: 1,
  },
  streams: {
    label: "64 streams of 1 MiB at once",
    unit: "ms",
    base: "floor",
    contenders: STREAMING,
    count: 1,
    slowCount: 1,
    every: 3,
  },
} as const satisfies Record<string, Measure>;

export type MeasureName = keyof typeof MEASURES;

export function isSlow(contender: ContenderName): boolean {
  return contender === "msw-1000";
}
