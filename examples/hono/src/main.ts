import { connect } from "tabserve";
import { createShop } from "./app.ts";

const api = await connect({ workspace: "demo" });
const { pathname } = new URL("demo/apps/shop", api.config.public_base_url);
const { url } = await api.registerService({
  id: "shop",
  type: "fetch",
  config: { visibility: "public" },
  fetch: createShop(pathname).fetch,
});

for (const frame of document.querySelectorAll("iframe")) frame.src = url;
