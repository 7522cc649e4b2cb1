declare const self: ServiceWorkerGlobalScope;

/** A page of the playground holds this Web Lock while the network is switched off: what it asks for ends with the page. */
const LOCK = "tabserve-playground/network-off";

/**
 * While the network is switched off, what neither a function nor the kept files answer fails as it does without a network.
 * Every start of the worker asks whether it is, and again when a page says that it has changed.
 */
export function refuseNetwork(): void {
  const channel = new BroadcastChannel("tabserve-playground/network");
  let isOff: boolean | undefined;
  const look = async () => {
    isOff = await isHeld(LOCK);
  };
  look();
  self.addEventListener("message", (event) => {
    if (event.data?.playground !== "network") return;
    isOff = undefined;
    event.ports[0]?.postMessage("asks anew");
  });

  async function answer(request: Request): Promise<Response> {
    await look(); // the page that switched it off may be gone
    if (!isOff) return fetch(request);
    channel.postMessage({ refused: request.url });
    return Response.error();
  }

  self.addEventListener("fetch", (event) => {
    if (isOff !== false) event.respondWith(answer(event.request));
  });
}

async function isHeld(name: string): Promise<boolean> {
  const { held = [] } = await navigator.locks.query();
  return held.some((lock) => lock.name === name);
}
