import type { Exchange } from "./exchange.js";

type Read = (exchange: Exchange, xhr: XMLHttpRequest) => unknown;

/** What an exchange of ours says in place of the browser's (XMLHttpRequest Standard, response). */
const VALUES: Readonly<Record<string, Read>> = {
  readyState: ({ state }) => state,
  status: ({ response }) => response?.status ?? 0,
  statusText: ({ response }) => response?.statusText ?? "",
  responseURL: ({ response }) => response?.url ?? "",
  responseText: toText,
  response: (exchange, xhr) =>
    isText(xhr.responseType) ? toText(exchange, xhr) : toWhole(exchange, xhr.responseType),
  responseXML: toXml,
};

const METHODS: Readonly<Record<string, (exchange: Exchange) => (name: string) => unknown>> = {
  abort: (exchange) => () => exchange.abort(),
  getResponseHeader:
    ({ response }) =>
    (name) =>
      response?.headers.get(name) ?? null,
  getAllResponseHeaders:
    ({ response }) =>
    () =>
      [...(response?.headers ?? [])].map(([name, value]) => `${name}: ${value}\r\n`).join(""),
};

/** What setting a value does beside setting it where the browser checks it. */
const SETTERS: Readonly<Record<string, (exchange: Exchange, set: () => void) => void>> = {
  timeout(exchange, set) {
    set();
    exchange.arm();
  },
  responseType({ state }, set) {
    if (state > 2) throw toInvalidState("responseType", "the answer has come");
    set();
  },
};

/**
 * Lets the prototype's values and methods speak for the exchange that an object has, and for the prototype above when it
 * has none.
 */
export function overrideMembers(
  prototype: XMLHttpRequest,
  above: XMLHttpRequest,
  find: (xhr: XMLHttpRequest) => Exchange | undefined,
): void {
  for (const [name, read] of Object.entries(VALUES))
    define(prototype, name, {
      get(this: XMLHttpRequest): unknown {
        const exchange = find(this);
        return exchange ? read(exchange, this) : Reflect.get(above, name, this);
      },
    });
  for (const [name, toMethod] of Object.entries(METHODS))
    define(prototype, name, {
      value(this: XMLHttpRequest, ...args: [string]): unknown {
        const exchange = find(this);
        return Reflect.apply(exchange ? toMethod(exchange) : Reflect.get(above, name), this, args);
      },
    });
  for (const [name, around] of Object.entries(SETTERS))
    define(prototype, name, {
      get(this: XMLHttpRequest): unknown {
        return Reflect.get(above, name, this);
      },
      set(this: XMLHttpRequest, value: unknown) {
        const exchange = find(this);
        const set = () => void Reflect.set(above, name, value, this);
        if (exchange) around(exchange, set);
        else set();
      },
    });
}

function define(prototype: XMLHttpRequest, name: string, descriptor: PropertyDescriptor): void {
  Object.defineProperty(prototype, name, { ...descriptor, configurable: true });
}

function isText(type: XMLHttpRequestResponseType): boolean {
  return type === "" || type === "text";
}

function toText({ received }: Exchange, { responseType }: XMLHttpRequest): string {
  if (!isText(responseType)) throw toInvalidState("responseText", `responseType is "${responseType}"`);
  return received?.text ?? "";
}

function toWhole({ state, received }: Exchange, type: XMLHttpRequestResponseType): unknown {
  return state === 4 && received ? received.toTyped(type) : null;
}

/** HTML only where it is asked for. */
function toXml(exchange: Exchange, { responseType }: XMLHttpRequest): unknown {
  if (responseType !== "" && responseType !== "document")
    throw toInvalidState("responseXML", `responseType is "${responseType}"`);
  const document = toWhole(exchange, "document");
  const isWanted = responseType === "document" || !(document instanceof HTMLDocument);
  return isWanted ? document : null;
}

/** As browsers refuse what comes at the wrong time. */
export function toInvalidState(member: string, problem: string): DOMException {
  return new DOMException(`XMLHttpRequest.${member}: ${problem}`, "InvalidStateError");
}
