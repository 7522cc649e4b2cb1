import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { RecordQuery } from "./query.js";
import { toRange } from "./range.js";
import type { Activation } from "./record.js";
import type { RecordPlace } from "./recorder.js";

/** Ascending keys are from the newest record to the oldest: `[-start, -number, activation id]`. */
export type RecordKey = [start: number, number: number, id: string];

interface Entry {
  readonly key: RecordKey;
  readonly id: string;
  readonly name: string;
  /** `package/function` */
  readonly path: string;
  readonly activation: Activation;
}

interface Schema extends DBSchema {
  activations: {
    key: RecordKey;
    value: Entry;
    indexes: { id: string; name: [string, RecordKey]; path: [string, RecordKey] };
  };
}

/** Records that a workspace keeps, and for how long. */
const BOUNDS = { count: 1_000, milliseconds: 72 * 60 * 60 * 1000 };

/** Records written between two looks for those that are too many. */
const TRIM_EVERY = 100;

/** One for each scope and workspace: their records have nothing to do with each other. */
export function toDatabaseName({ scope, workspace }: RecordPlace): string {
  return `tabserve/activations/${encodeURIComponent(new URL(scope).pathname)}/${encodeURIComponent(workspace)}`;
}

interface Opened {
  readonly database: Promise<IDBPDatabase<Schema>>;
  /** Records written since the last trim. */
  untrimmed: number;
}

const opened = new Map<string, Opened>();

function open(place: RecordPlace): Opened {
  const name = toDatabaseName(place);
  const known = opened.get(name);
  if (known) return known;
  const forget = () => opened.delete(name);
  const database = openDB<Schema>(name, 1, {
    upgrade(database) {
      const store = database.createObjectStore("activations", { keyPath: "key" });
      store.createIndex("id", "id", { unique: true });
      store.createIndex("name", ["name", "key"]);
      store.createIndex("path", ["path", "key"]);
    },
    // Somebody deletes it, or a later version wants to change it.
    blocking(_current, _blocked, event) {
      forget();
      (event.target as IDBDatabase).close(); // the event is the database's (IndexedDB, versionchange)
    },
    terminated: forget,
  });
  database.catch(forget);
  const entry = { database, untrimmed: TRIM_EVERY };
  opened.set(name, entry);
  return entry;
}

let count = 0;

function toEntry(activation: Activation): Entry {
  const { start, activationId, name, namespace, annotations } = activation;
  const path = String(annotations.find(({ key }) => key === "path")?.value);
  count++;
  return {
    key: [-start, -count, activationId],
    id: activationId,
    name,
    path: path.slice(namespace.length + 1),
    activation,
  };
}

/** All in one transaction. */
export async function addRecords(
  place: RecordPlace,
  activations: readonly Activation[],
): Promise<RecordKey[]> {
  const entry = open(place);
  const entries = activations.map(toEntry);
  const transaction = (await entry.database).transaction("activations", "readwrite", {
    durability: "relaxed",
  });
  const { store } = transaction;
  // Not awaited one by one: the transaction's end is the end of all.
  for (const one of entries) store.put(one).catch(() => {});
  entry.untrimmed += entries.length;
  if (entry.untrimmed >= TRIM_EVERY) {
    entry.untrimmed = 0;
    store.delete(IDBKeyRange.lowerBound([BOUNDS.milliseconds - Date.now(), []])).catch(() => {});
    const newest = await store.openKeyCursor();
    const excess = await newest?.advance(BOUNDS.count);
    if (excess) store.delete(IDBKeyRange.lowerBound(excess.key)).catch(() => {});
  }
  await transaction.done;
  return entries.map(({ key }) => key);
}

/** Newest first. */
export async function listRecords(place: RecordPlace, query: RecordQuery): Promise<Activation[]> {
  const database = await open(place).database;
  const { index, lower, upper, count } = toRange(query, { ...BOUNDS, now: Date.now() });
  if (count <= query.skip) return [];
  const range = IDBKeyRange.bound(lower, upper);
  const entries = index
    ? await database.getAllFromIndex("activations", index, range, count)
    : await database.getAll("activations", range, count);
  return entries.slice(query.skip).map(({ activation }) => activation);
}

export async function getRecord(place: RecordPlace, id: string): Promise<Activation | undefined> {
  const database = await open(place).database;
  return (await database.getFromIndex("activations", "id", id))?.activation;
}

/** Those that are there still, in the order of the keys given. */
export async function getRecords(place: RecordPlace, keys: readonly RecordKey[]): Promise<Activation[]> {
  const { store } = (await open(place).database).transaction("activations");
  const entries = await Promise.all(keys.map((key) => store.get(key)));
  return entries.flatMap((entry) => (entry ? [entry.activation] : []));
}
