import type { Case } from "../case.js";
import { checkEqual, waitUntil } from "../check.js";
import { fetchFrom, openFrame, serve, toWindow } from "../workspace.js";

const GIF = "R0lGODlhAQABAAD/ACwAAAAAAQABAAACADs=";

const typed = (type: string, body: unknown) => () => ({ headers: { "content-type": type }, body });

/** Adds an element that loads something, and resolves with it when it has. */
function load<Type extends HTMLElement>(element: Type): Promise<Type> {
  return new Promise((resolve, reject) => {
    element.onload = () => resolve(element);
    element.onerror = () => reject(new Error(`${element.outerHTML} did not load`));
    document.head.append(element);
  });
}

/** Serves a handler that notes the bodies sent to it. */
async function serveNotes() {
  const notes: { method: string; body: string; type: string | undefined }[] = [];
  const { url } = await serve({
    f: ({ method, body, headers }: { method: string; body: Uint8Array; headers: Record<string, string> }) => {
      notes.push({ method, body: new TextDecoder().decode(body), type: headers["content-type"] });
      return { headers: { "content-type": "text/html" }, body: "<p id=here>posted" };
    },
  });
  return { notes, url: `${url}f` };
}

export const callers: readonly Case[] = [
  {
    name: "fetch reaches a handler",
    run: async () => checkEqual(await (await fetchFrom(() => "fetched")).text(), "fetched"),
  },
  {
    name: "XMLHttpRequest reaches a handler",
    async run() {
      const { url } = await serve({ f: () => "asked" });
      const text = await new Promise((resolve, reject) => {
        const request = new XMLHttpRequest();
        request.open("GET", `${url}f`);
        request.onload = () => resolve(request.responseText);
        request.onerror = reject;
        request.send();
      });
      checkEqual(text, "asked");
    },
  },
  {
    name: "<img> shows what a handler answers",
    async run() {
      const bytes = Uint8Array.from(atob(GIF), (char) => char.charCodeAt(0));
      const { url } = await serve({ "pixel.gif": typed("image/gif", bytes) });
      const image = new Image();
      image.src = `${url}pixel.gif`;
      await image.decode();
      checkEqual(image.naturalWidth, 1, "the width");
    },
  },
  {
    name: "<script> runs what a handler answers",
    async run() {
      const { url } = await serve({ "code.js": typed("text/javascript", "globalThis.ran = true") });
      await load(Object.assign(document.createElement("script"), { src: `${url}code.js` }));
      checkEqual((globalThis as { ran?: boolean }).ran, true, "ran");
    },
  },
  {
    name: "import() loads a module that a handler answers",
    async run() {
      const { url } = await serve({ "module.js": typed("text/javascript", "export const answer = 42") });
      checkEqual((await import(/* @vite-ignore */ `${url}module.js`)).answer, 42);
    },
  },
  {
    name: "<link rel=stylesheet> applies what a handler answers",
    async run() {
      const { url } = await serve({ "a.css": typed("text/css", "body { outline-color: rgb(1, 2, 3) }") });
      const attributes = { rel: "stylesheet", href: `${url}a.css` };
      const link = await load(Object.assign(document.createElement("link"), attributes));
      checkEqual(getComputedStyle(document.body).outlineColor, "rgb(1, 2, 3)");
      link.remove();
    },
  },
  {
    name: "an iframe shows what a handler answers",
    async run() {
      const { url } = await serve({ page: typed("text/html", "<title>Served</title><p>from a function") });
      const frame = await openFrame({ src: `${url}page` });
      checkEqual(toWindow(frame).document.title, "Served");
      frame.remove();
    },
  },
  {
    name: "the inside of a srcdoc iframe reaches a handler",
    async run() {
      const { url } = await serve({ f: () => "inside" });
      const frame = await openFrame({ srcdoc: "<p>inner" });
      checkEqual(await (await toWindow(frame).fetch(`${url}f`)).text(), "inside");
      frame.remove();
    },
  },
  {
    name: "a form posts into an iframe",
    async run() {
      const { notes, url } = await serveNotes();
      const frame = await openFrame({ name: "target", srcdoc: "" });
      const form = document.createElement("form");
      form.innerHTML = "<input name=a value='ü &'>";
      Object.assign(form, { method: "post", target: "target", action: url });
      document.body.append(form);
      form.submit();
      const isShown = () => frame.contentDocument?.querySelector("#here")?.textContent === "posted";
      await waitUntil(isShown, { what: "the answer in the frame" });
      checkEqual(notes, [
        { method: "POST", body: "a=%C3%BC+%26", type: "application/x-www-form-urlencoded" },
      ]);
      form.remove();
      frame.remove();
    },
  },
  {
    name: "sendBeacon reaches a handler",
    async run() {
      const { notes, url } = await serveNotes();
      navigator.sendBeacon(url, "still here");
      await waitUntil(() => notes.length > 0, { what: "the beacon" });
      checkEqual(notes, [{ method: "POST", body: "still here", type: "text/plain;charset=UTF-8" }]);
    },
  },
  {
    name: "a dedicated worker reaches a handler",
    async run() {
      const { url } = await serve({ f: () => "from afar" });
      const worker = new Worker("/caller.js");
      worker.postMessage(`${url}f`);
      const text = await new Promise((done) => {
        worker.onmessage = ({ data }) => done(data);
      });
      checkEqual(text, "from afar");
      worker.terminate();
    },
  },
];
