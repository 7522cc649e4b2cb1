import type { Call, Page } from "../convention.js";

const HEX = /^[0-9a-f]{32}$/;

/** 32 hex digits, as DigitalOcean writes its ids. */
export function toId(random: Page["random"]): string {
  return random().replaceAll("-", "");
}

/** The caller's own `X-Request-Id` when it is one, so that both sides can name the request. */
export function toRequestId(headers: Call["headers"], random: Page["random"]): string {
  const given = headers.find(([name]) => name.toLowerCase() === "x-request-id")?.[1] ?? "";
  return HEX.test(given) ? given : toId(random);
}
