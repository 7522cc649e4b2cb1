import type { BrowserContext } from "@playwright/test";

/** Names the body of a request; a function never sees it. */
export const BODY_HEADER = "x-tabserve-body";

const BINDING = "__tabserveBody";

/**
 * Brings the bodies of `fetch` and `XMLHttpRequest` to the test where the browser's protocol does not: WebDriver BiDi tells
 * Playwright 1.64 no body of a request, and a stock Firefox (a channel such as `moz-firefox`) speaks nothing else.
 */
export class BodyCarrier {
  readonly #context: BrowserContext;
  readonly #bodies = new Map<string, Buffer>();
  #isExposed: Promise<unknown> | undefined;

  constructor(context: BrowserContext) {
    this.#context = context;
  }

  /** @param pattern of the URLs whose bodies are wanted */
  async carry(pattern: RegExp): Promise<void> {
    this.#isExposed ??= this.#context.exposeBinding(BINDING, (_source, id: string, base64: string) => {
      this.#bodies.set(id, Buffer.from(base64, "base64"));
    });
    await this.#isExposed;
    const wanted = { pattern: pattern.source, binding: BINDING, header: BODY_HEADER };
    await this.#context.addInitScript(carryBodies, wanted);
    const frames = this.#context.pages().flatMap((page) => page.frames());
    // A frame on its way to another document gets the script there.
    await Promise.all(frames.map((frame) => frame.evaluate(carryBodies, wanted).catch(() => {})));
  }

  take(id: string): Buffer | undefined {
    const body = this.#bodies.get(id);
    this.#bodies.delete(id);
    return body;
  }
}

interface Wanted {
  readonly pattern: string;
  readonly binding: string;
  readonly header: string;
}

/** Runs in the page, and is all that gets there. */
function carryBodies({ pattern, binding, header }: Wanted): void {
  const realm = globalThis as unknown as { __tabserveBodies?: RegExp[]; [binding: string]: unknown };
  realm.__tabserveBodies ??= [];
  const patterns = realm.__tabserveBodies;
  // Once for each realm.
  if (patterns.push(new RegExp(pattern)) > 1) return;
  const isWanted = (url: string) => patterns.some((one) => one.test(url));

  /** @returns the id of the body; `undefined` for an empty one, and where it cannot be read or nobody takes it any more */
  function send(body: Request | Response): Promise<string | undefined> {
    return body
      .arrayBuffer()
      .then(async (buffer) => {
        if (buffer.byteLength === 0) return undefined;
        const id = `${Date.now()}-${Math.random()}`;
        const text = new Uint8Array(buffer).reduce((all, byte) => all + String.fromCharCode(byte), "");
        await (realm[binding] as (id: string, base64: string) => Promise<void>)(id, btoa(text));
        return id;
      })
      .catch(() => undefined);
  }

  const { fetch } = globalThis;
  globalThis.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input, document.baseURI).href;
    if (!isWanted(url)) return fetch(input, init);
    const request = new Request(input, init);
    const id = await send(request.clone());
    if (id !== undefined) request.headers.set(header, id);
    return fetch(request);
  };

  const urls = new WeakMap<XMLHttpRequest, string>();
  const { open, send: sendXhr } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.open = function (this: XMLHttpRequest, ...args: unknown[]) {
    Reflect.apply(open, this, args);
    urls.set(this, new URL(String(args[1]), document.baseURI).href);
  };
  XMLHttpRequest.prototype.send = function (this: XMLHttpRequest, body?: unknown) {
    const isCarried = body && !(body instanceof Document) && isWanted(urls.get(this) ?? "");
    if (!isCarried) return Reflect.apply(sendXhr, this, [body]);
    send(new Response(body as BodyInit)).then((id) => {
      if (id !== undefined) this.setRequestHeader(header, id);
      Reflect.apply(sendXhr, this, [body]);
    });
  };
}
