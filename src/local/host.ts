import { createControl } from "../host/control.js";
import { dispatch } from "../host/dispatch.js";
import type { Line } from "../host/find.js";
import { Provider } from "../host/provider.js";
import { RECOVERED } from "../host/recovered.js";
import { Registry } from "../host/registry.js";
import { tellWatchers } from "../host/watch.js";
import type { HostLink, LinkOwner } from "../link.js";
import { type Address, parseAddress } from "../route.js";
import { LocalLink } from "./link.js";

/** What differs from one realm to another. */
export interface LocalHostOptions {
  /** The connection of a caller to a workspace. Default: whoever asks is connected to whatever there is. */
  readonly findMember?: (client: string, workspace: string) => { readonly clientId: string } | undefined;
  /** Told when the last connection is closed. */
  readonly onEmpty?: () => void;
}

/**
 * What a service worker does, in the realm of the services themselves: each request goes the same way through the same
 * code, and over a real port to the service, so that every answer is the one that a worker would give.
 */
export class LocalHost {
  readonly #scope: URL;
  readonly #line: Line;
  readonly #registry: Registry;
  readonly #onEmpty: () => void;
  #count = 0;

  /** @param scope absolute URL of what is served; ends with `/` */
  constructor(scope: string, { findMember, onEmpty = () => {} }: LocalHostOptions = {}) {
    this.#scope = new URL(scope);
    this.#onEmpty = onEmpty;
    this.#registry = new LocalRegistry(findMember);
    this.#line = { registry: this.#registry, recovery: RECOVERED };
    tellWatchers(this.#registry, RECOVERED);
  }

  /** What the URL says, when it alone decides that a request is ours. */
  parse(url: URL): Address | undefined {
    return url.origin === this.#scope.origin ? parseAddress(url, this.#scope.pathname) : undefined;
  }

  /**
   * Answers a request. Never rejects.
   * @param client of the caller, for {@link cancel}; one for each request lets one end without the others
   */
  answer(request: Request, { address, client }: { address: Address; client: string }): Promise<Response> {
    const handled = Promise.resolve();
    return dispatch({ request, address, clientId: client, isEarly: false, handled }, this.#line);
  }

  /** Nobody waits for what this client asked any more. */
  cancel(client: string): void {
    for (const provider of this.#registry.providers) provider.cancel(client);
  }

  /** Takes a connection in, until its link is closed. */
  async join(owner: LinkOwner): Promise<HostLink> {
    const { port1, port2 } = new MessageChannel();
    const hello = { ...owner.describe(), lock: `local ${++this.#count}` };
    const onReplaced = owner.serve(port2, undefined);
    const provider = new Provider(hello, { boot: "local", client: hello.lock, calls: port1 });
    this.#registry.add(provider);
    return new LocalLink(createControl(provider, this.#line), () => {
      owner.leave();
      onReplaced();
      this.#registry.remove(provider);
      provider.end();
      if ([...this.#registry.providers].length === 0) this.#onEmpty();
    });
  }
}

/** Knows its callers without their having a worker's ids. */
class LocalRegistry extends Registry {
  readonly #findMember: LocalHostOptions["findMember"];

  constructor(findMember: LocalHostOptions["findMember"]) {
    super();
    this.#findMember = findMember;
  }

  override findByClient(client: string, workspace: string): { readonly clientId: string } | undefined {
    if (this.#findMember) return this.#findMember(client, workspace);
    return [...this.providers].find((provider) => provider.workspace === workspace);
  }
}
