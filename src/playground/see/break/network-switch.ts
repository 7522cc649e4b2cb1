import { PATIENCE } from "./bounded.js";

/** Held while the network is switched off; `sw/playground/network.ts` looks for it. */
const LOCK = "tabserve-playground/network-off";

/** Lets the playground's worker refuse what would go to the network. It lasts as long as this page. */
export class NetworkSwitch {
  #release: (() => void) | undefined;

  /** @param onRefused told of each URL that any page was refused */
  constructor(onRefused: (url: string) => void) {
    const channel = new BroadcastChannel("tabserve-playground/network");
    channel.onmessage = ({ data }: MessageEvent<{ readonly refused: string }>) => onRefused(data.refused);
  }

  get isOff(): boolean {
    return this.#release !== undefined;
  }

  async turn(isOff: boolean): Promise<void> {
    if (isOff === this.isOff) return;
    if (isOff) this.#release = await holdLock();
    else {
      this.#release?.();
      this.#release = undefined;
    }
    await tellWorker();
  }
}

/** @returns lets go of it */
function holdLock(): Promise<() => void> {
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(LOCK, { mode: "shared" }, () => new Promise<void>((release) => resolve(release)))
      .catch(reject);
  });
}

/** Resolves when the worker knows that it has to ask anew. */
function tellWorker(): Promise<void> {
  const { controller } = navigator.serviceWorker;
  if (!controller) throw new Error("This page has no worker; reload it.");
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      port1.close();
      reject(new Error("The worker did not hear of the switch in time; try again."));
    }, PATIENCE);
    port1.onmessage = () => {
      clearTimeout(timer);
      port1.close();
      resolve();
    };
    controller.postMessage({ playground: "network" }, [port2]);
  });
}
