import type { Case } from "../case.js";
import { check, checkEqual, toCode } from "../check.js";

/**
 * What the library works around, without the library. A case that begins to pass where it must fail says that a
 * workaround has become superfluous there.
 */
export const platform: readonly Case[] = [
  {
    name: "platform: a request's body is a stream",
    differs: { firefox: "Request.body is missing: uploads are read whole" },
    run() {
      check(new Request("/", { method: "POST", body: "x" }).body instanceof ReadableStream, "it is a stream");
    },
  },
  {
    name: "platform: a stream can be transferred",
    differs: { webkit: "a ReadableStream throws DataCloneError" },
    run() {
      const stream = new ReadableStream();
      structuredClone(stream, { transfer: [stream as unknown as Transferable] });
    },
  },
  {
    name: "platform: a Response drops set-cookie",
    run() {
      const { headers } = new Response("", { headers: { "set-cookie": "a=1", "x-kept": "1" } });
      checkEqual([...headers.keys()].sort(), ["content-type", "x-kept"]);
    },
  },
  {
    name: "platform: a Response with status 204 takes no body",
    async run() {
      const error = await toCode(Promise.resolve().then(() => new Response("", { status: 204 })));
      check(error.startsWith("TypeError"), `${error} is a TypeError`);
    },
  },
  {
    name: "platform: a lock that a removed iframe held is free",
    async run() {
      const frame = document.body.appendChild(document.createElement("iframe"));
      const inner = frame.contentWindow as Window & typeof globalThis;
      await new Promise<void>((done) => {
        inner.navigator.locks.request("held", () => {
          done();
          return new Promise(() => {});
        });
      });
      const granted = navigator.locks.request("held", () => "granted");
      frame.remove();
      checkEqual(await granted, "granted");
    },
  },
];
