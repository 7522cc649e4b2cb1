/** Registers a worker for the whole origin; resolves with it once it serves this page. */
export async function register(script: string): Promise<ServiceWorker> {
  const { serviceWorker } = navigator;
  await serviceWorker.register(script);
  if (!serviceWorker.controller)
    await new Promise((done) => serviceWorker.addEventListener("controllerchange", done, { once: true }));
  if (!serviceWorker.controller) throw new Error(`${script} does not control the page`);
  return serviceWorker.controller;
}
