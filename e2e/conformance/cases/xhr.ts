import type { HyphaEvent } from "../../../src/index.js";
import type { Case } from "../case.js";
import { check, checkEqual, sleep, waitUntil } from "../check.js";
import { serve } from "../workspace.js";

/** What an XMLHttpRequest does where the page itself answers, event by event (XMLHttpRequest Standard). */

const EVENTS = ["readystatechange", "loadstart", "progress", "abort", "timeout", "error", "load", "loadend"];

/** Events of a request, as `load 4 5/5`; those of its upload have an arrow. */
function watch(xhr: XMLHttpRequest): string[] {
  const log: string[] = [];
  const tell = (mark: string) => (event: Event) => {
    const { loaded, total } = event as ProgressEvent;
    const progress = event instanceof ProgressEvent ? ` ${loaded}/${total}` : "";
    log.push(
      `${mark}${event.type === "readystatechange" ? "state" : event.type} ${xhr.readyState}${progress}`,
    );
  };
  for (const type of EVENTS) {
    xhr.addEventListener(type, tell(""));
    xhr.upload.addEventListener(type, tell("↑"));
  }
  return log;
}

const ended = (xhr: XMLHttpRequest) => new Promise((done) => xhr.addEventListener("loadend", done));

interface Sending {
  readonly method?: string;
  readonly body?: XMLHttpRequestBodyInit | Document;
  readonly prepare?: (xhr: XMLHttpRequest) => void;
}

/** Sends one request and waits for its end. */
async function send(url: string, { method = "GET", body, prepare }: Sending = {}) {
  const xhr = new XMLHttpRequest();
  const log = watch(xhr);
  xhr.open(method, url);
  prepare?.(xhr);
  xhr.send(body);
  await ended(xhr);
  return { xhr, log };
}

/** Answers with what it got. */
const echo = ({ method, headers, body }: HyphaEvent) => ({
  method,
  type: headers["content-type"],
  mine: headers["x-mine"],
  accept: headers.accept,
  text: body && new TextDecoder().decode(body),
});

const toName = (run: () => unknown) => {
  try {
    run();
    return "nothing thrown";
  } catch (error) {
    return (error as DOMException).name;
  }
};

const hang = () => new Promise(() => {});

export const xhr: readonly Case[] = [
  {
    name: "xhr: a GET has the events of the standard, in order",
    async run() {
      const { url } = await serve({ f: () => ({ headers: { "content-length": "5" }, body: "hello" }) });
      const { xhr, log } = await send(`${url}f#there`);
      checkEqual(log, [
        "state 1",
        "loadstart 1 0/0",
        "state 2",
        "state 3",
        "progress 3 5/5",
        "state 4",
        "load 4 5/5",
        "loadend 4 5/5",
      ]);
      const { status, statusText, responseText, response, responseURL } = xhr;
      checkEqual([status, statusText, responseText, response], [200, "", "hello", "hello"]);
      checkEqual(responseURL, `${url}f`);
    },
  },
  {
    name: "xhr: a POST tells of its upload, and brings its headers and content type",
    async run() {
      const { url } = await serve({ f: echo });
      const { xhr, log } = await send(`${url}f`, {
        method: "post",
        body: "hello",
        prepare(xhr) {
          xhr.setRequestHeader("X-Mine", "1");
          xhr.setRequestHeader("x-mine", "2");
        },
      });
      checkEqual(log.slice(0, 6), [
        "state 1",
        "loadstart 1 0/0",
        "↑loadstart 1 0/5",
        "↑progress 1 5/5",
        "↑load 1 5/5",
        "↑loadend 1 5/5",
      ]);
      checkEqual(JSON.parse(xhr.responseText), {
        method: "POST",
        type: "text/plain;charset=UTF-8",
        mine: "1, 2",
        accept: "*/*",
        text: "hello",
      });
    },
  },
  {
    name: "xhr: sends forms, bytes, Blobs, parameters and documents with their types",
    async run() {
      const { url } = await serve({ f: echo });
      const form = new FormData();
      form.append("file", new File(["content"], "a.txt", { type: "text/plain" }));
      const document = new DOMParser().parseFromString("<a>b</a>", "application/xml");
      const seen: unknown[] = [];
      for (const body of [
        new Uint8Array([104, 105]),
        new Blob(["hi"], { type: "text/mine" }),
        new URLSearchParams({ a: "1" }),
        document,
        form,
      ]) {
        const { xhr } = await send(`${url}f`, { method: "POST", body });
        seen.push(JSON.parse(xhr.responseText));
      }
      const types = seen.map((one) => (one as { type?: string }).type?.split("; boundary")[0]);
      const bodies = seen.map((one) => (one as { text: string }).text);
      checkEqual(types.slice(1), [
        "text/mine",
        "application/x-www-form-urlencoded;charset=UTF-8",
        "application/xml;charset=UTF-8",
        "multipart/form-data",
      ]);
      checkEqual(bodies.slice(0, 4), ["hi", "hi", "a=1", "<a>b</a>"]);
      check(bodies[4]?.includes('filename="a.txt"') === true, "the file's name");
    },
  },
  {
    name: "xhr: responseType makes JSON, bytes, a Blob or a document of the answer",
    async run() {
      const { url } = await serve({
        json: () => ({ a: 1 }),
        bytes: () => new Uint8Array([0, 255, 128]),
        page: () => ({ headers: { "content-type": "text/html" }, body: "<title>a page</title>" }),
      });
      const get = async (path: string, responseType: XMLHttpRequestResponseType) =>
        (await send(url + path, { prepare: (xhr) => Object.assign(xhr, { responseType }) })).xhr;
      checkEqual((await get("json", "json")).response, { a: 1 });
      checkEqual((await get("page", "json")).response, null);
      const buffer = await get("bytes", "arraybuffer");
      checkEqual([...new Uint8Array(buffer.response)], [0, 255, 128]);
      const { response: again } = buffer;
      check(again === buffer.response, "the same object each time");
      const { response: blob } = await get("bytes", "blob");
      checkEqual([...new Uint8Array(await blob.arrayBuffer())], [0, 255, 128]);
      const page = await get("page", "document");
      checkEqual([page.response.title, page.responseXML?.title], ["a page", "a page"]);
      checkEqual(
        toName(() => page.responseText),
        "InvalidStateError",
      );
      checkEqual((await get("page", "")).responseXML, null);
    },
  },
  {
    name: "xhr: a charset and overrideMimeType decide how text is read",
    async run() {
      const latin = new Uint8Array([0xe4, 0xf6]);
      const { url } = await serve({
        f: () => ({ headers: { "content-type": "text/plain; charset=iso-8859-1" }, body: latin }),
      });
      checkEqual((await send(`${url}f`)).xhr.responseText, "äö");
      const prepare = (xhr: XMLHttpRequest) => xhr.overrideMimeType("text/xml; charset=iso-8859-2");
      checkEqual((await send(`${url}f`, { prepare })).xhr.responseText, "äö");
    },
  },
  {
    name: "xhr: text grows while it is streamed",
    async run() {
      const { url } = await serve({
        async *f() {
          for (const part of ["one ", "two ", "three"]) {
            yield part;
            await sleep(120);
          }
        },
      });
      const texts: string[] = [];
      await send(`${url}f`, {
        prepare: (xhr) => xhr.addEventListener("progress", () => texts.push(xhr.responseText)),
      });
      checkEqual([texts[0], texts.at(-1)], ["one ", "one two three"]);
    },
  },
  {
    name: "xhr: headers are read one by one and all together, from the second state on",
    async run() {
      const { url } = await serve({ f: () => ({ headers: { "X-B": "2", "x-a": "1" }, body: "" }) });
      const seen: (string | null)[] = [];
      const { xhr } = await send(`${url}f`, {
        prepare: (xhr) =>
          xhr.addEventListener("readystatechange", () => seen.push(xhr.getResponseHeader("x-b"))),
      });
      checkEqual(seen.slice(0, 2), ["2", "2"]);
      checkEqual([xhr.getResponseHeader("X-A"), xhr.getResponseHeader("none")], ["1", null]);
      const all = xhr.getAllResponseHeaders();
      check(/x-a: 1\r\nx-b: 2\r\n$/.test(all), all);
    },
  },
  {
    name: "xhr: abort ends it with abort and loadend, and fires the handler's signal",
    async run() {
      let signals = 0;
      const { url } = await serve({
        f: (event: HyphaEvent) => {
          event.signal?.addEventListener("abort", () => signals++);
          return hang();
        },
      });
      const xhr = new XMLHttpRequest();
      const log = watch(xhr);
      xhr.open("GET", `${url}f`);
      xhr.send();
      await sleep(100);
      xhr.abort();
      checkEqual(log, ["state 1", "loadstart 1 0/0", "state 4", "abort 4 0/0", "loadend 4 0/0"]);
      checkEqual([xhr.readyState, xhr.status, xhr.responseText], [0, 0, ""]);
      await waitUntil(() => signals === 1, { what: "the signal" });
    },
  },
  {
    name: "xhr: timeout ends it, also one that is set while it runs",
    async run() {
      const { url } = await serve({ f: hang });
      const { xhr, log } = await send(`${url}f`, { prepare: (xhr) => Object.assign(xhr, { timeout: 60 }) });
      checkEqual(log.slice(-3), ["state 4", "timeout 4 0/0", "loadend 4 0/0"]);
      checkEqual([xhr.status, xhr.readyState], [0, 4]);
      const late = new XMLHttpRequest();
      late.open("GET", `${url}f`);
      late.send();
      late.timeout = 60;
      const ontimeout = new Promise((done) => {
        late.ontimeout = done;
      });
      await ontimeout;
    },
  },
  {
    name: "xhr: a body that fails ends it with error",
    async run() {
      const { error } = console;
      console.error = () => {};
      const { url } = await serve({
        async *f() {
          yield "begun";
          await sleep(50);
          throw new Error("broken");
        },
      });
      const { xhr, log } = await send(`${url}f`);
      console.error = error;
      checkEqual(log.slice(-3), ["state 4", "error 4 0/0", "loadend 4 0/0"]);
      checkEqual([xhr.status, xhr.responseText, xhr.getAllResponseHeaders()], [0, "", ""]);
    },
  },
  {
    name: "xhr: one object asks again and again, here and in the network",
    async run() {
      const { url } = await serve({ f: () => "function", slow: hang });
      const xhr = new XMLHttpRequest();
      const ask = async (path: string) => {
        xhr.open("GET", path);
        xhr.send();
        await ended(xhr);
        return `${xhr.status} ${xhr.responseText}`;
      };
      checkEqual(await ask(`${url}f`), "200 function");
      checkEqual(await ask("/alone/text.txt"), "200 text");
      const log = watch(xhr);
      checkEqual(await ask(`${url}f`), "200 function");
      checkEqual(log[0], "state 1");
      xhr.open("GET", `${url}slow`);
      xhr.send();
      checkEqual(await ask(`${url}f`), "200 function");
    },
  },
  {
    name: "xhr: what comes at the wrong time is refused as the browser refuses it",
    async run() {
      const { url } = await serve({ f: hang });
      const xhr = new XMLHttpRequest();
      checkEqual(
        toName(() => xhr.send()),
        "InvalidStateError",
      );
      checkEqual(
        toName(() => xhr.open("GET", "http://[")),
        "SyntaxError",
      );
      checkEqual(
        toName(() => xhr.open("CONNECT", url)),
        "SecurityError",
      );
      xhr.open("GET", `${url}f`);
      checkEqual(
        toName(() => xhr.setRequestHeader("a b", "1")),
        "SyntaxError",
      );
      xhr.send();
      checkEqual(
        toName(() => xhr.send()),
        "InvalidStateError",
      );
      checkEqual(
        toName(() => xhr.setRequestHeader("a", "1")),
        "InvalidStateError",
      );
      xhr.abort();
      checkEqual(
        toName(() => xhr.send()),
        "InvalidStateError",
      );
    },
  },
  {
    name: "xhr: a synchronous request is refused with a text, and goes on elsewhere",
    async run() {
      const { url } = await serve({ f: () => "never" });
      const xhr = new XMLHttpRequest();
      xhr.open("GET", `${url}f`, false);
      let message = "";
      try {
        xhr.send();
      } catch (error) {
        message = String(error);
      }
      check(message.startsWith("NetworkError: A synchronous XMLHttpRequest of "), message);
      xhr.open("GET", "/alone/text.txt", false);
      xhr.send();
      checkEqual(xhr.responseText, "text");
    },
  },
  {
    name: "xhr: handlers by property run, constants and instanceof are the class's",
    async run() {
      const { url } = await serve({ f: () => "text" });
      const xhr = new XMLHttpRequest();
      const loaded = new Promise((done) => {
        xhr.onload = done;
      });
      xhr.open("GET", `${url}f`, true);
      xhr.send();
      await loaded;
      checkEqual([xhr.DONE, XMLHttpRequest.DONE, XMLHttpRequest.name], [4, 4, "XMLHttpRequest"]);
      check(xhr instanceof XMLHttpRequest && xhr instanceof EventTarget, "its class");
    },
  },
];
