import { asking, type Case } from "./case.js";

const ask = asking("3 Event, headers");
const sees = (seen: Record<string, string | null>) => ({ status: 200, seen });

export const headers: Case[] = [
  ask("names are lower case", { headers: { "X-Own": "Value" } }, sees({ "x-own": "Value" })),
  ask("accept is what was asked for", { headers: { accept: "text/plain" } }, sees({ accept: "text/plain" })),
  ask("accept is there anyway", {}, sees({ accept: "*/*" })),
  ask(
    "accept-encoding is gzip",
    { headers: { "accept-encoding": "br" } },
    sees({ "accept-encoding": "gzip" }),
  ),
  ask("host is the page's", {}, sees({ host: "example.org" })),
  ask("the forwarding headers", {}, sees({ "x-forwarded-for": "127.0.0.1", "x-forwarded-proto": "https" })),
  ask("a user agent is there anyway", {}, sees({ "user-agent": "Tabserve" })),
  ask("no content type is invented", {}, sees({ "content-type": null })),
  ask(
    "the content type of a body",
    { method: "POST", headers: { "Content-Type": "text/plain" }, body: "x" },
    sees({ "content-type": "text/plain" }),
  ),
  ask("cookies are passed on", { headers: { cookie: "a=1" } }, sees({ cookie: "a=1" })),
  ask(
    "a request id of the caller's stays",
    { headers: { "x-request-id": "0123456789abcdef0123456789abcdef" } },
    sees({ "x-request-id": "0123456789abcdef0123456789abcdef" }),
  ),
];
