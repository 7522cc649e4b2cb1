import { toCallUrl } from "../call-url.js";
import type { Call, Page } from "../convention.js";

/** What the hidden members of an event or a context read when a handler looks at them. */
interface Source {
  readonly page: Pick<Page, "signal" | "log"> & Partial<Pick<Page, "scope" | "mount">>;
  readonly call?: Call;
}

const SOURCE = Symbol("tabserve");

type Hidden = { readonly [SOURCE]: Source };

/**
 * Shared by all: engines give an object with accessors of its own a shape of its own, which costs more than the rest of
 * an event.
 */
const MEMBERS = {
  signal: {
    configurable: true,
    get(this: Hidden) {
      return this[SOURCE].page.signal?.();
    },
  },
  /** Without a record it does nothing. */
  log: {
    configurable: true,
    get(this: Hidden) {
      const { log } = this[SOURCE].page;
      return (...values: unknown[]) => log?.write("stdout", values);
    },
  },
  error: {
    configurable: true,
    get(this: Hidden) {
      const { log } = this[SOURCE].page;
      return (...values: unknown[]) => log?.write("stderr", values);
    },
  },
  url: {
    configurable: true,
    get(this: Hidden) {
      const { call, page } = this[SOURCE];
      return call && toCallUrl(call, { ...page, scope: page.scope ?? "" });
    },
  },
} as const;

/** Not enumerable: an event or context that is printed, compared or sent on stays plain data. To be called once for each. */
export function addHidden(argument: object, source: Source, keys: readonly (keyof typeof MEMBERS)[]): void {
  Object.defineProperty(argument, SOURCE, { value: source });
  for (const key of keys) Object.defineProperty(argument, key, MEMBERS[key]);
}
