import type { ServiceInfo } from "../../index.js";
import { isFromClient, listFunctions } from "../functions.js";
import { toShortUrl } from "./address.js";
import type { Choice } from "./combobox.js";

/** The addresses that answer: of each function, and of each app. DigitalOcean's functions also give their whole result as data. */
export function listUrlChoices(services: readonly ServiceInfo[], clientId: string): Choice[] {
  const choices = services.flatMap((service) => {
    const hint = isFromClient(service, clientId) ? "" : "another tab";
    return listUrls(service).map(({ url, what }) => ({
      value: toShortUrl(url),
      hint: [what, hint].filter(Boolean).join(", "),
    }));
  });
  return choices.filter(({ value }, index) => choices.findIndex((other) => other.value === value) === index);
}

interface Offered {
  readonly url: string;
  /** What is special about it. */
  readonly what: string;
}

function listUrls(service: ServiceInfo): Offered[] {
  if (isApp(service)) return [{ url: service.url, what: `${service.type} app` }];
  const isDigitalOcean = service.config.convention === "digitalocean";
  return listFunctions(service).flatMap(({ url }) => {
    if (!isDigitalOcean) return [{ url, what: "" }];
    const bare = url.replace(/\/$/, "");
    return [
      { url: bare, what: "DigitalOcean" },
      { url: `${bare}.json`, what: "the whole result as data" },
    ];
  });
}

/** Whether one function answers everything below the service. */
export function isApp({ type }: ServiceInfo): boolean {
  return type === "fetch" || type.toLowerCase() === "asgi";
}

/** Names of request headers that a page may set and that people do set. */
export const HEADER_NAMES: readonly string[] = [
  "Accept",
  "Accept-Language",
  "Authorization",
  "Cache-Control",
  "Content-Type",
  "If-Match",
  "If-Modified-Since",
  "If-None-Match",
  "If-Range",
  "Last-Event-ID",
  "Prefer",
  "Range",
  "X-API-Key",
  "X-Request-ID",
  "X-Require-Whisk-Auth",
  "X-Requested-With",
];

/** Values for those headers that have a few. */
export const HEADER_VALUES: Readonly<Record<string, readonly string[]>> = {
  accept: ["application/json", "text/html", "text/event-stream", "image/*", "*/*"],
  authorization: ["Bearer ", "Basic "],
  "cache-control": ["no-cache"],
  "content-type": ["application/json", "text/plain", "application/xml", "application/x-www-form-urlencoded"],
  prefer: ["respond-async"],
  range: ["bytes=0-99"],
};
