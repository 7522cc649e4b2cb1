import { asking, type Case } from "./case.js";

const section = "2 Order of checks";
const secret = { webSecure: "s" };
const json = { "content-type": "application/json" };
const authorised = { ...json, "x-require-whisk-auth": "s" };
const everything = { ...secret, limits: { rate: 0, payload: 1 }, web: false as const };
const ask = asking(section);
const never = (status: number, error: string | RegExp) => ({ status, error, invoked: false });
const post = (body: string, headers: Record<string, string> = json) => ({ method: "POST", headers, body });

const NOT_FOUND = never(404, "The requested resource does not exist.");
const RATE = never(429, "Too many requests in the last minute (count: 1, allowed: 0).");
const SIZE = never(413, "Request larger than allowed: 3 > 1 bytes.");
const AUTH = never(401, "Authentication is possible but has failed or not yet been provided.");
const MALFORMED = never(400, /^The request content was malformed:\n./);
const RESERVED = never(400, "Request defines parameters that are not allowed (e.g., reserved properties).");
const EMPTY = { status: 200, body: "", invoked: false };

export const checks: Case[] = [
  ask("web: false comes before everything", post("{{{"), NOT_FOUND, { config: everything }),
  ask("an unknown function comes before everything", { ...post("{{{"), path: "/x" }, NOT_FOUND, {
    config: { ...everything, web: true },
  }),
  ask("rate before size", post("{{{"), RATE, { config: { ...everything, web: true } }),
  ask("rate before OPTIONS", { method: "OPTIONS" }, RATE, { config: { limits: { rate: 0 } } }),
  ask("size before OPTIONS", { ...post("{{{"), method: "OPTIONS" }, SIZE, {
    config: { limits: { payload: 1 } },
  }),
  ask("size before the secret", post("{{{"), SIZE, { config: { ...secret, limits: { payload: 1 } } }),
  ask("OPTIONS before the secret", { method: "OPTIONS" }, EMPTY, { config: secret }),
  ask("OPTIONS before the body", { ...post("{{{"), method: "OPTIONS" }, EMPTY),
  ask("OPTIONS before reserved keys", { method: "OPTIONS", query: "__ow_user=1" }, EMPTY),
  ask("the secret before the body", post("{{{"), AUTH, { config: secret }),
  ask("the secret before reserved keys", { query: "__ow_user=1" }, AUTH, { config: secret }),
  ask("the body after the secret", post("{{{", authorised), MALFORMED, { config: secret }),
  ask("the body before reserved keys", { ...post("{{{"), query: "__ow_user=1" }, MALFORMED),
  ask("reserved keys before the function", { query: "__ow_user=1" }, RESERVED),
  ask(
    "the code is in a header too",
    { path: "/x" },
    { ...NOT_FOUND, headers: { "x-tabserve-error": "function-not-found" } },
  ),
  ask("errors are JSON", { path: "/x" }, { ...NOT_FOUND, headers: { "content-type": "application/json" } }),
];
