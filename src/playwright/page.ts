/** Runs in a page under test: services whose handlers are to see that page's globals. */

import { toActivation } from "../activations/record.js";
import type { Recordable } from "../activations/recorder.js";
import { toAnswering } from "../answering.js";
import { toRun } from "../conventions/answered-call.js";
import type { Answer, Page } from "../conventions/convention.js";
import { decodeBase64, encodeBase64 } from "../conventions/digitalocean/base64.js";
import { LastEvents } from "../conventions/last-events.js";
import { toRandomId } from "../random-id.js";
import { type Service, toService } from "../service.js";
import type { PageAnswer, PageError } from "./in-page-words.js";

type Reader = ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>;

const services = new Map<string, Service>();
const records = new Map<string, Recordable>();
const streams = new Map<number, Reader>();
const controllers = new Map<string, AbortController>();
const lastEvents = new LastEvents(() => performance.now());
let count = 0;

globalThis.__tabserveInPage ??= {
  has: (service) => services.has(service),
  async define(service, definition, place) {
    const checked = toService(definition, place);
    const recorder = { push: (call: Recordable) => void records.set(`${service} ${call.call}`, call) };
    const config = { public_base_url: place.scope, workspace: place.workspace } as never; // a recorder's alone
    services.set(service, await toAnswering(checked, { config, services: new Map() }, recorder));
  },
  async answer(service, { call, body, scope, mount, userAgent }) {
    const own = services.get(service);
    if (!own) throw new Error(`The page has no service ${service}`);
    const key = `${service} ${call.id}`;
    const errors: PageError[] = [];
    const page: Page = {
      ...(mount && { mount }),
      ...{ scope, userAgent, lastEvents, random: toRandomId, clientId: "test" },
      report: (error) => errors.push(toPageError(error)),
      signal: () => toController(key).signal,
    };
    const bytes = body === null ? null : (decodeBase64(body)?.buffer ?? null);
    const asked = { ...call, body: own.wire.streams && bytes ? new Response(bytes).body : bytes };
    const answer = await own.answer({ ...own, id: own.wire.id }, asked, page);
    return toPageAnswer(answer, { errors, activation: takeActivation(key) });
  },
  async read(stream) {
    const { done, value } = (await streams.get(stream)?.read()) ?? { done: true, value: undefined };
    if (done) streams.delete(stream);
    return done ? null : encodeBase64(value);
  },
  cancel(stream) {
    void streams.get(stream)?.cancel();
    streams.delete(stream);
  },
  abort: (service, call) => controllers.get(`${service} ${call}`)?.abort(),
};

function toController(key: string): AbortController {
  const controller = controllers.get(key) ?? new AbortController();
  controllers.set(key, controller);
  return controller;
}

function takeActivation(key: string): PageAnswer["activation"] {
  const call = records.get(key);
  records.delete(key);
  if (!call) return null;
  const run = "run" in call ? call.run : toRun(call.answered, toRandomId().replaceAll("-", ""));
  return run ? toActivation(run, call) : null;
}

async function toPageAnswer(
  { status, statusText = "", headers, body }: Answer,
  rest: Pick<PageAnswer, "errors" | "activation">,
): Promise<PageAnswer> {
  return { status, statusText, headers, body: await toPageBody(body), ...rest };
}

async function toPageBody(body: Answer["body"]): Promise<PageAnswer["body"]> {
  if (body === null) return null;
  if (body instanceof ReadableStream) {
    count++;
    streams.set(count, body.getReader());
    return count;
  }
  const bytes = await new Response(body).arrayBuffer();
  return encodeBase64(new Uint8Array(bytes));
}

function toPageError(error: unknown): PageError {
  if (!(error instanceof Error)) return { name: "", message: String(error), stack: "" };
  const { name, message, stack = "" } = error;
  return { name, message, stack };
}
