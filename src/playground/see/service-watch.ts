import type { ServiceInfo } from "../../index.js";
import type { Wiring } from "../wiring.js";
import { parseServiceId } from "./providers.js";

/** A service that came, changed or went. */
export interface ServiceNews {
  /** Epoch milliseconds. */
  readonly time: number;
  readonly what: "came" | "changed" | "went";
  readonly service: string;
  readonly clientId: string;
}

const EVENTS = { service_added: "came", service_updated: "changed", service_removed: "went" } as const;

/** News that are kept; the oldest go first. */
const MOST = 50;

/** The services of the workspace as they are now, and what happened to them. */
export class ServiceWatch {
  readonly #wiring: Wiring;
  readonly #onChange: () => void;
  services: readonly ServiceInfo[] = [];
  /** Newest first. */
  news: readonly ServiceNews[] = [];

  constructor(wiring: Wiring, onChange: () => void) {
    this.#wiring = wiring;
    this.#onChange = onChange;
    for (const [event, what] of Object.entries(EVENTS))
      wiring.workspace.on(event as keyof typeof EVENTS, ({ id }) => this.#add(id, what));
  }

  #add(id: string, what: ServiceNews["what"]): void {
    const { client, name } = parseServiceId(id);
    const news = { time: Date.now(), what, service: name, clientId: client };
    this.news = [news, ...this.news].slice(0, MOST);
    this.refresh();
  }

  /** Nobody tells of unlisted services. Answers come in the order of the questions, so the last one is the newest. */
  async refresh(): Promise<void> {
    const { listServices } = this.#wiring.workspace;
    const services = await listServices({}, { include_unlisted: true }).catch(() => undefined);
    if (services) this.services = services; // else the next change tells again
    this.#onChange();
  }
}
