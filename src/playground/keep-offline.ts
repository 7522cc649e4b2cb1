/**
 * Lets the worker keep the files that the page has not asked for yet, so that all of it works without a network.
 * @returns `true` when they are kept; never settles when that fails; `false` where there are none, as in development
 */
export async function keepOffline(): Promise<boolean> {
  const controller = "serviceWorker" in navigator && navigator.serviceWorker.controller;
  if (!controller) return false;
  const { port1, port2 } = new MessageChannel();
  const kept = new Promise<boolean>((resolve) => {
    port1.onmessage = ({ data }) => resolve(data.kept > 0);
  });
  controller.postMessage({ playground: "keep-files" }, [port2]);
  return kept;
}
