import type { Serving } from "./serve.js";
import { Exchange } from "./xhr/exchange.js";
import { overrideMembers, toInvalidState } from "./xhr/members.js";
import { findOpened, type Opened, toExchangeRequest, toSynchronous } from "./xhr/opened.js";

type XhrClass = typeof XMLHttpRequest;
type Body = Document | XMLHttpRequestBodyInit | null;

/** What an object of ours has under way. */
interface Own {
  opened: Opened | undefined;
  exchange: Exchange | undefined;
}

/**
 * An XMLHttpRequest whose requests are answered where they are ours; everything else is that of the class before. Ours are
 * opened there too, which checks what a caller says as the browser does, and never sent.
 */
export function toServingXhr(Before: XhrClass, serving: Serving): XhrClass {
  const owns = new WeakMap<XMLHttpRequest, Own>();
  const ownOf = (xhr: XMLHttpRequest) => owns.get(xhr) ?? { opened: undefined, exchange: undefined };
  class XMLHttpRequest extends Before {
    override open(method: string, url: string | URL, ...rest: unknown[]): void {
      const before = ownOf(this);
      // The class before takes what we answered for open all the time.
      const isUntold = before.exchange !== undefined && this.readyState !== 1;
      owns.set(this, { opened: findOpened(serving, [method, url], rest), exchange: undefined });
      try {
        Reflect.apply(super.open, this, [method, url, ...rest]);
      } catch (error) {
        owns.set(this, before);
        throw error;
      }
      before.exchange?.stop();
      if (isUntold) this.dispatchEvent(new Event("readystatechange"));
    }

    override setRequestHeader(name: string, value: string): void {
      const { opened, exchange } = ownOf(this);
      if (exchange) throw toInvalidState("setRequestHeader", "the request has been sent");
      super.setRequestHeader(name, value);
      opened?.headers.append(name, value);
    }

    override overrideMimeType(mimeType: string): void {
      const { opened, exchange } = ownOf(this);
      if (exchange && exchange.state > 2) throw toInvalidState("overrideMimeType", "the answer has come");
      super.overrideMimeType(mimeType);
      if (opened) opened.mimeType = mimeType;
    }

    override send(body: Body = null): void {
      const own = ownOf(this);
      if (!own.opened) return super.send(body);
      if (own.exchange) throw toInvalidState("send", "the request has been sent");
      if (!own.opened.isAsync) throw toSynchronous(own.opened);
      const request = toExchangeRequest(own.opened, serving, { body, withCredentials: this.withCredentials });
      own.exchange = new Exchange(this);
      void own.exchange.run(request);
    }
  }
  overrideMembers(XMLHttpRequest.prototype, Before.prototype, (xhr) => owns.get(xhr)?.exchange);
  // Its own name is lost in minified code.
  return Object.defineProperty(XMLHttpRequest, "name", { value: Before.name });
}
