import { connect } from "tabserve";

// vite-plugin-pwa serves a module while developing, and connect() registers classic scripts.
const worker = import.meta.env.DEV ? "/dev-sw.js?dev-sw" : "/sw.js";
if (import.meta.env.DEV) {
  await navigator.serviceWorker.register(worker, { type: "module" });
  await navigator.serviceWorker.ready;
}
await connect({ worker });

const state = document.querySelector("#state") as HTMLElement;
state.textContent = "Ready: works without a network from now on.";
