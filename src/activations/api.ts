import type { Connection } from "../connection.js";
import { TabserveError } from "../errors.js";
import { listen } from "./channel.js";
import { type ListQuery, toQuery } from "./query.js";
import type { Activation } from "./record.js";
import { getRecorder, type RecordPlace } from "./recorder.js";
import { getRecord, getRecords, listRecords, type RecordKey } from "./store.js";

/** The methods of `api.activations`; their contracts are those of `Activations`. */

export async function list(connection: Connection, query?: ListQuery): Promise<Activation[]> {
  const checked = toQuery(query);
  return listRecords(await toWrittenPlace(connection), checked);
}

export async function get(connection: Connection, id: string): Promise<Activation> {
  const activation = await getRecord(await toWrittenPlace(connection), String(id));
  if (activation) return activation;
  throw new TabserveError(
    "activation-not-found",
    `The requested activation record does not exist. No call has the id ${JSON.stringify(String(id))}, it runs still, or its record is gone; activations.list() tells what there is`,
  );
}

export async function logs(connection: Connection, id: string): Promise<readonly string[]> {
  return (await get(connection, id)).logs;
}

export async function result(connection: Connection, id: string): Promise<Activation["response"]["result"]> {
  return (await get(connection, id)).response.result;
}

export async function subscribe(
  connection: Connection,
  listener: (activation: Activation) => void,
): Promise<() => void> {
  const place = toPlace(connection);
  let told: Promise<unknown> = Promise.resolve();
  let isOver = false;
  const tell = async (keys: readonly RecordKey[]) => {
    const activations = await getRecords(place, keys).catch(() => []); // the site's data was deleted meanwhile
    for (const activation of activations) if (!isOver) tellOne(listener, activation);
  };
  const stop = listen(place, (keys) => {
    told = told.then(() => tell(keys));
  });
  return () => {
    isOver = true;
    stop();
  };
}

function tellOne(listener: (activation: Activation) => void, activation: Activation): void {
  try {
    listener(activation);
  } catch (error) {
    reportError(error);
  }
}

function toPlace({ config }: Connection): RecordPlace {
  return { scope: config.public_base_url, workspace: config.workspace };
}

/** Calls that this page has answered are in the records. */
async function toWrittenPlace(connection: Connection): Promise<RecordPlace> {
  await getRecorder(connection).flush();
  return toPlace(connection);
}
