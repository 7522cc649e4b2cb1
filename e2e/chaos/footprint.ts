import type { Target } from "./target.js";

/** What a page or worker holds after a garbage collection. */
export interface Footprint {
  /** Bytes of JavaScript. */
  readonly heap: number;
  /** Calls as they cross the line: in a page each belongs to an open execution, in the worker to a call under way. */
  readonly calls: number;
  /** The worker's calls that wait for a page. */
  readonly pending: number;
  /** The worker's providers, retired ones too. */
  readonly providers: number;
  readonly ports: number;
}

/** Runs in the target, on all objects there. Property names survive minification. */
const COUNT = `function () {
  const count = { calls: 0, pending: 0, providers: 0 };
  for (const object of this) {
    const has = (name) => Object.getOwnPropertyDescriptor(object, name) !== undefined;
    try {
      if (has("type") && has("serviceId") && has("headers") && has("id")) count.calls++;
      if (has("client") && has("resolve") && has("reject")) count.pending++;
      if (has("lock") && has("clientId") && has("services") && has("watches")) count.providers++;
    } catch {} // an object that does not want to be looked at
  }
  return count;
}`;

export async function measure(target: Target): Promise<Footprint> {
  const ports = await query<number>(target, "MessagePort.prototype", "function () { return this.length; }");
  const counts = await query<Omit<Footprint, "heap" | "ports">>(target, "Object.prototype", COUNT);
  await target.send("Runtime.releaseObjectGroup", { objectGroup: "footprint" });
  await target.send("HeapProfiler.collectGarbage");
  const { usedSize } = await target.send<{ usedSize: number }>("Runtime.getHeapUsage");
  return { heap: usedSize, ports, ...counts };
}

async function query<Value>(target: Target, prototype: string, functionDeclaration: string): Promise<Value> {
  const objectGroup = "footprint";
  const { result } = await target.send<{ result: { objectId: string } }>("Runtime.evaluate", {
    expression: prototype,
    objectGroup,
  });
  const { objects } = await target.send<{ objects: { objectId: string } }>("Runtime.queryObjects", {
    prototypeObjectId: result.objectId,
    objectGroup,
  });
  const called = await target.send<{ result: { value: Value } }>("Runtime.callFunctionOn", {
    objectId: objects.objectId,
    functionDeclaration,
    returnByValue: true,
  });
  return called.result.value;
}

export function formatFootprint({ heap, calls, pending, providers, ports }: Footprint): string {
  const megabytes = (heap / 2 ** 20).toFixed(2);
  return `${megabytes} MB, ${ports} ports, ${calls} calls, ${pending} pending, ${providers} providers`;
}
