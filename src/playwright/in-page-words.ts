import type { Activation } from "../activations/record.js";
import type { Call } from "../conventions/convention.js";
import type { WireHeaders } from "../protocol.js";
import type { Place } from "../service.js";

/** What crosses between the test and a page in which handlers run, as JSON. Bytes are base64. */

/** A call on its way into the page. */
export interface PageCall {
  readonly call: Omit<Call, "body">;
  readonly body: string | null;
  /** Absolute URL, as the page sees it. */
  readonly scope: string;
  /** Of the service, where it is not below the scope as usual. */
  readonly mount?: string;
  readonly userAgent: string;
}

/** Its answer. */
export interface PageAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: WireHeaders;
  /** A number is that of a stream, to be {@link InPage.read}. */
  readonly body: string | number | null;
  /** What the handler threw. */
  readonly errors: readonly PageError[];
  readonly activation: Activation | null;
}

export interface PageError {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
}

/** What a page has as `__tabserveInPage`, once a test asked it for something. */
export interface InPage {
  has(service: string): boolean;
  /** @param service its name between test and page */
  define(service: string, definition: object, place: Place): Promise<void>;
  answer(service: string, call: PageCall): Promise<PageAnswer>;
  /** The next bytes of a stream; `null` at its end. */
  read(stream: number): Promise<string | null>;
  /** Nobody reads the stream any more. */
  cancel(stream: number): void;
  /** Nobody waits for the call any more. @param call the host's number */
  abort(service: string, call: number): void;
}

declare global {
  var __tabserveInPage: InPage | undefined;
}
