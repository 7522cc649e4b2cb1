import { toRun } from "../conventions/answered-call.js";
import { toRandomId } from "../random-id.js";
import { announce } from "./channel.js";
import { type Activation, toActivation } from "./record.js";
import type { Recordable, RecordPlace } from "./recorder.js";
import { addRecords } from "./store.js";

/** Makes records of calls, keeps them and tells who listens. */
export async function write(calls: readonly Recordable[], place: RecordPlace): Promise<void> {
  const activations = calls.flatMap((call) => toRecord(call) ?? []);
  if (activations.length === 0) return;
  const keys = await addRecords(place, activations);
  announce(place, keys);
}

function toRecord(call: Recordable): Activation | undefined {
  const run = "run" in call ? call.run : toRun(call.answered, toRandomId().replaceAll("-", ""));
  return run && toActivation(run, call);
}
