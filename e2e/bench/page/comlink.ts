import * as Comlink from "comlink";
import { BYTES_TYPE, getLarge, JSON_TYPE, SMALL, toReceipt } from "../payload.js";
import { register } from "./register.js";

interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: [name: string, value: string][];
  readonly body: ArrayBuffer | null;
}

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string | ArrayBuffer;
}

export type Handler = (call: Call) => Answer;

export async function start(): Promise<void> {
  const worker = await register("/comlink-worker.js");
  const { port1, port2 } = new MessageChannel();
  Comlink.expose(handle, port1);
  worker.postMessage("port", [port2]);
}

function handle({ path, query, body }: Call): Answer {
  if (path === "/W/apps/S/down") {
    const copy = getLarge().slice().buffer;
    return Comlink.transfer({ status: 200, headers: BYTES_TYPE, body: copy }, [copy]);
  }
  const text = body ? toReceipt(new Uint8Array(body), query) : SMALL;
  return { status: 200, headers: JSON_TYPE, body: text };
}
