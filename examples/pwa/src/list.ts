import type { HyphaEvent, ServiceDefinition } from "tabserve";
import { request } from "tabserve/request";

const STORE = "list";
const KEY = "/list.json";

/** Lives in the worker: answers with no page open, and without a network. Forms and links are all it needs of a page. */
export const list: ServiceDefinition = {
  id: "list",
  type: "functions",
  config: { visibility: "public" },
  async index(event: HyphaEvent) {
    if (event.method !== "POST")
      return { headers: { "Content-Type": "text/html" }, body: toPage(await read()) };
    const form = await request(event).formData();
    await write([...(await read()), String(form.get("item"))]);
    return { status: 303, headers: { Location: event.url ?? "" } };
  },
  json: () => read(),
};

/** A worker's variables are gone when it sleeps. */
async function read(): Promise<string[]> {
  const stored = await (await caches.open(STORE)).match(KEY);
  return stored ? stored.json() : [];
}

async function write(items: readonly string[]): Promise<void> {
  await (await caches.open(STORE)).put(KEY, Response.json(items));
}

function toPage(items: readonly string[]): string {
  const rows = items.map((item) => `<li>${item.replace(/[&<]/g, (mark) => `&#${mark.charCodeAt(0)};`)}</li>`);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Shopping list</title>
<style>:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif } body { max-width: 34rem; margin: 4rem auto; padding: 0 1rem }</style>
<h1>Shopping list</h1>
<ul>${rows.join("")}</ul>
<p><a href="/">Add another</a></p>
</html>`;
}
