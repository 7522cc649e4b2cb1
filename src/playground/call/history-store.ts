import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { RequestSpec } from "./request.js";

/** A call that was made from the form. */
export interface PastCall {
  readonly id?: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly request: RequestSpec;
  /** `undefined` when there was no answer. */
  readonly status: number | undefined;
  readonly milliseconds: number | undefined;
}

interface Schema extends DBSchema {
  calls: { key: number; value: PastCall };
}

/** Calls that are kept; the oldest give way. */
const MOST_CALLS = 100;

/** Bytes of files beyond which a call is not kept. */
const LARGEST_BODY = 5_000_000;

let database: Promise<IDBPDatabase<Schema>> | undefined;

/** Keeps a call, with the files it sent. Where the browser keeps nothing, it is forgotten. */
export async function keepCall(call: PastCall): Promise<void> {
  if (countFileBytes(call.request) > LARGEST_BODY) return;
  const { store, done } = (await open()).transaction("calls", "readwrite");
  await store.add(call);
  const keys = await store.getAllKeys();
  for (const key of keys.slice(0, Math.max(0, keys.length - MOST_CALLS))) await store.delete(key);
  await done;
}

/** Newest first. */
export async function listCalls(): Promise<PastCall[]> {
  return (await (await open()).getAll("calls")).reverse();
}

export async function forgetCalls(): Promise<void> {
  await (await open()).clear("calls");
}

function open(): Promise<IDBPDatabase<Schema>> {
  database ??= openDB<Schema>("tabserve-playground", 1, {
    upgrade: (db) => void db.createObjectStore("calls", { keyPath: "id", autoIncrement: true }),
  });
  return database;
}

function countFileBytes({ body }: RequestSpec): number {
  if (body.kind === "file") return body.file?.size ?? 0;
  if (!("fields" in body)) return 0;
  return body.fields.reduce((sum, { value }) => sum + (typeof value === "string" ? 0 : value.size), 0);
}
