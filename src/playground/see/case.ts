import type { Activation } from "../../index.js";
import type { CallMade } from "../calls-made.js";
import type { WorkerReport } from "./worker-report.js";

/** What the tests beside this file make calls of. */

export const BASE = "http://localhost/";

/** The URL of the function that {@link toActivation} is of. */
export const URL_OF_CALL = `${BASE}playground/apps/hello/greet/`;

export function toCall(known: Partial<CallMade>): CallMade {
  return {
    ...{ id: 1, method: "GET", url: URL_OF_CALL, start: 0, bytes: 0 },
    ...{ answered: undefined, end: undefined, status: undefined, failure: undefined, timing: undefined },
    ...known,
  };
}

export function toReport(known: Partial<WorkerReport>): WorkerReport {
  return { started: 0, number: 1, method: "GET", url: URL_OF_CALL, arrived: 0, ...known };
}

interface RecordCase {
  readonly start?: number;
  readonly end?: number;
  readonly waitTime?: number;
  /** `service/function` */
  readonly name?: string;
  readonly id?: string;
  readonly statusCode?: Activation["statusCode"];
  readonly result?: unknown;
  readonly logs?: readonly string[];
}

export function toActivation(known: RecordCase): Activation {
  const { start = 0, end = start, waitTime = 0, name = "hello/greet", id = "a1" } = known;
  const { statusCode = 0, result = {}, logs = [] } = known;
  return {
    ...{ namespace: "playground", name: name.split("/")[1] ?? "", version: "0.0.1", activationId: id },
    ...{ start, end, duration: end - start, statusCode, logs },
    response: { status: "", statusCode, success: statusCode === 0, result },
    annotations: [
      { key: "path", value: `playground/${name}` },
      { key: "waitTime", value: waitTime },
    ],
  };
}
