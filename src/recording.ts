import type { Circumstances } from "./activations/record.js";
import { type CallRecorder, MOST_RESULT } from "./activations/recorder.js";
import type { AnsweredCall, AnsweredEnding, KeptAnswer } from "./conventions/answered-call.js";
import type { Answer, Convention } from "./conventions/convention.js";
import { FunctionLog, LOG_LIMIT } from "./conventions/function-log.js";
import { describeThrown } from "./conventions/hypha/answer.js";
import { addHidden } from "./conventions/hypha/hidden.js";
import { toFunctionPath } from "./conventions/hypha/lookup.js";
import { type OpenCall, OpenCalls } from "./open-calls.js";
import type { WireInvoke } from "./protocol.js";
import { decodePercent } from "./route.js";
import type { CheckedService } from "./service.js";

/** Runs a function that another page calls by `getService`, and records it. */
export type RunDirect = (
  call: WireInvoke,
  context: object | undefined,
  run: () => unknown,
) => Promise<unknown>;

/** The same convention; each call has a log of its own and leaves a record. */
export function recordHttp(
  convention: Convention,
  checked: CheckedService,
  recorder: CallRecorder | undefined,
): Convention {
  if (!recorder) return convention;
  const kind = `hypha:${checked.wire.type}`;
  return async (service, call, page) => {
    const path = call.face === "services" ? [toFunctionPath(decodePercent(call.path))] : call.path;
    const { log, end } = begin(checked, recorder, { path, at: call.at, kind, call: call.id });
    const answer = await convention(service, call, { ...page, log });
    end({ answer: withoutLarge(answer) });
    return answer;
  };
}

/** Without a recorder functions can write to a log all the same. */
export function recordDirect(
  checked: CheckedService,
  recorder: CallRecorder | undefined,
  kind = `hypha:${checked.wire.type}`,
): RunDirect {
  return async ({ path, at }, context, run) => {
    const { log, end } = begin(checked, recorder, { path, at, kind });
    if (context) addHidden(context, { page: { log } }, ["log", "error"]);
    try {
      const value = await run();
      end({ value });
      return value;
    } catch (error) {
      end({ error: describeThrown(error) });
      throw error;
    }
  };
}

const openCalls = new OpenCalls();

type Begun = Pick<AnsweredCall, "path"> &
  Omit<Circumstances, "waitTime"> & {
    /** When it was sent, epoch milliseconds. */
    readonly at: number;
  };

/** A call that has its record when its time is over, at the latest. */
function begin(
  checked: CheckedService,
  recorder: CallRecorder | undefined,
  { path, at, ...circumstances }: Begun,
): { readonly log: FunctionLog; end(ending: AnsweredEnding): void } {
  const log = new FunctionLog(LOG_LIMIT, Date.now);
  const start = Date.now();
  const push = (ending: AnsweredEnding) => {
    const answered = toAnswered(checked, { path, start, log, ending });
    recorder?.push({ answered, ...circumstances, waitTime: Math.max(0, start - at) });
  };
  const { timeout } = checked.wire;
  const open: OpenCall = { deadline: start + timeout, onDeadline: () => push({ error: "" }) };
  openCalls.add(open);
  const end = (ending: AnsweredEnding) => {
    if (openCalls.end(open)) push(ending);
  };
  return { log, end };
}

function toAnswered(
  { wire, info, members }: CheckedService,
  own: Pick<AnsweredCall, "path" | "start" | "log" | "ending">,
): AnsweredCall {
  const workspace = info.id.slice(0, info.id.indexOf("/"));
  const { id, type, timeout } = wire;
  return { ...own, workspace, service: id, type, timeout, members, end: Date.now() };
}

/** Bytes, streams and long texts do not wait for their record. */
function withoutLarge({ status, headers, body }: Answer): KeptAnswer {
  if (body === null) return { status, headers, body };
  if (typeof body === "string")
    return body.length <= MOST_RESULT ? { status, headers, body } : { status, headers, size: body.length };
  if (body instanceof Blob) return { status, headers, size: body.size };
  return body instanceof ReadableStream ? { status, headers } : { status, headers, size: body.byteLength };
}
