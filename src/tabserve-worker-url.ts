/**
 * Where the worker is when nobody says: at the root of the site. A file of its own, which `tabserve/vite` replaces by one
 * that knows the site's base; in a bundle it costs nothing.
 */
export const workerUrl = "/tabserve-worker.js";
