import { readFile } from "node:fs/promises";
import type { Frame, Request as PlaywrightRequest } from "@playwright/test";
import type { Answer, ByteStream, Call, Page } from "../conventions/convention.js";
import { decodeBase64, encodeBase64 } from "../conventions/digitalocean/base64.js";
import { toFailure } from "../conventions/hypha/failure.js";
import type { Place } from "../service.js";
import type { CallEntry } from "./call.js";
import type { PageAnswer, PageCall } from "./in-page-words.js";
import { toTestError } from "./page-error.js";

let count = 0;

/** A service whose handlers run in the page that asks. */
export class InPageService {
  readonly #name: string;
  readonly #source: string;
  readonly #place: Place;

  /** @param source JavaScript that makes the definition */
  constructor(source: string, place: Place) {
    count++;
    this.#name = `service ${count}`;
    this.#source = source;
    this.#place = place;
  }

  /** Never rejects: a page that goes away meanwhile is a provider that is gone. */
  async answer(entry: CallEntry, call: Call, page: Page): Promise<Answer> {
    const frame = findFrame(entry.request);
    if (!frame) return toGone(NOWHERE);
    try {
      await this.#define(frame);
      const answering = this.#ask(frame, await toPageCall(call, page));
      page.signal?.().addEventListener("abort", () => this.#abort(frame, call.id));
      const { body, errors, activation, ...head } = await answering;
      entry.activation = activation ?? undefined;
      for (const error of errors) page.report(toTestError(error));
      return { ...head, body: toBody(frame, body) };
    } catch (error) {
      return toGone(`The page that ran the function is gone: ${error}`);
    }
  }

  /** Gives a document the service that it has not got yet. */
  async #define(frame: Frame): Promise<void> {
    const isThere = await frame.evaluate(
      (name) => globalThis.__tabserveInPage?.has(name) ?? false,
      this.#name,
    );
    if (isThere) return;
    await frame.evaluate(await readScript());
    const definition = [JSON.stringify(this.#name), this.#source, JSON.stringify(this.#place)].join();
    await frame.evaluate(`globalThis.__tabserveInPage.define(${definition})`);
  }

  async #ask(frame: Frame, call: PageCall): Promise<PageAnswer> {
    const ask = ({ name, call }: { name: string; call: PageCall }) =>
      globalThis.__tabserveInPage?.answer(name, call);
    const answer = await frame.evaluate(ask, { name: this.#name, call });
    if (answer) return answer;
    throw new Error("it has another document now");
  }

  #abort(frame: Frame, id: number): void {
    const abort = ({ name, id }: { name: string; id: number }) =>
      globalThis.__tabserveInPage?.abort(name, id);
    frame.evaluate(abort, { name: this.#name, id }).catch(() => {}); // gone itself
  }
}

const NOWHERE =
  'No page runs the function: a navigation leaves the page that asks, and service workers and new windows have none; leave out in: "page"';

/** The one that asks; an iframe is asked for by the frame around it. */
function findFrame(request: PlaywrightRequest): Frame | undefined {
  try {
    const frame = request.frame();
    return request.isNavigationRequest() ? (frame.parentFrame() ?? undefined) : frame;
  } catch {
    return undefined; // Playwright has no frame yet, or never: a new window, a service worker
  }
}

async function toPageCall(
  { body, ...call }: Call,
  { scope, mount, userAgent = "" }: Page,
): Promise<PageCall> {
  const bytes = body && new Uint8Array(await new Response(body).arrayBuffer());
  return { call, scope, ...(mount && { mount }), userAgent, body: bytes && encodeBase64(bytes) };
}

function toBody(frame: Frame, body: PageAnswer["body"]): Answer["body"] {
  if (typeof body === "number") return toStream(frame, body);
  return body === null ? null : (decodeBase64(body) ?? null);
}

/** Asks the page for bytes when they are wanted. */
function toStream(frame: Frame, stream: number): ByteStream {
  return new ReadableStream(
    {
      async pull(controller) {
        const text = await frame.evaluate((stream) => globalThis.__tabserveInPage?.read(stream), stream);
        const bytes = text ? decodeBase64(text) : undefined;
        if (bytes) controller.enqueue(bytes);
        else controller.close();
      },
      async cancel() {
        await frame.evaluate((stream) => globalThis.__tabserveInPage?.cancel(stream), stream).catch(() => {});
      },
    },
    { highWaterMark: 0 },
  );
}

function toGone(text: string): Answer {
  return toFailure(503, "provider-gone", text);
}

let script: Promise<string> | undefined;

/** Lies beside this file in the package. */
function readScript(): Promise<string> {
  const here = import.meta.url;
  script ??= readFile(new URL("playwright-page.js", here), "utf8");
  return script;
}
