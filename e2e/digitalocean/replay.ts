import type { Case, CaseRequest, Outcome } from "../../src/conventions/digitalocean/cases/case.js";
import { cases } from "../../src/conventions/digitalocean/cases.js";
import type { Workspace } from "../../src/index.js";
import { findObstacle, HIDDEN } from "./obstacles.js";

/** How the table of cases ended in a browser. */
export interface Replayed {
  readonly passed: number;
  readonly failed: string[];
  /** Reasons, and how many cases have them. */
  readonly skipped: Record<string, number>;
}

interface SeenEvent {
  readonly http: { readonly headers: Record<string, string>; readonly [key: string]: unknown };
  readonly [key: string]: unknown;
}

/** Registers each case's functions and sends its request, one case after the other. */
export async function replayAll(api: Workspace): Promise<Replayed> {
  const failed: string[] = [];
  const skipped: Record<string, number> = {};
  let passed = 0;
  for (const one of cases) {
    const obstacle = findObstacle(one, toRequest(one.request));
    if (obstacle) skipped[obstacle] = (skipped[obstacle] ?? 0) + 1;
    const problem = obstacle ? "" : await replay(api, one).catch(String);
    if (problem) failed.push(`${one.section}: ${one.name}: ${problem}`);
    else if (!obstacle) passed++;
  }
  return { passed, failed, skipped };
}

/** Bytes, because a text would bring a content type of its own. */
function toRequest({ method = "GET", path = "/fn", query = "", headers = {}, body }: CaseRequest) {
  const url = `${location.origin}/W/apps/package${path}${query && `?${query}`}`;
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  return { url, init: { method, headers, ...(bytes && { body: bytes }) } };
}

async function replay(api: Workspace, one: Case): Promise<string> {
  const { members, config, request, before = 0, during = 0 } = one;
  const events: SeenEvent[] = [];
  const functions = observe(members, (event) => events.push(event));
  const settings = { ...config, convention: "digitalocean", visibility: "public" };
  await api.registerService({ ...functions, id: "package", type: "functions", config: settings });
  try {
    const { url, init } = toRequest(request);
    for (let i = 0; i < before; i++) await (await fetch(url, init)).text();
    const others = Array.from({ length: during }, () => fetch(url, init));
    const response = await fetch(url, { ...init, headers: { ...init.headers, "x-last": "1" } });
    const problems = await checkAnswer(response, one.outcome);
    await Promise.all(others);
    const event = events.find(({ http }) => http.headers["x-last"]);
    return [...problems, ...checkEvent(event, one.outcome)].join("; ");
  } finally {
    await api.unregisterService("package");
  }
}

/** Members whose functions, also those of modules, tell what they are called with. */
function observe(members: object, onCall: (event: SeenEvent) => void): Record<string, unknown> {
  const watch = (value: unknown): unknown => {
    if (typeof value === "object" && value !== null) return observe(value, onCall);
    if (typeof value !== "function") return value;
    return (event: SeenEvent, context: unknown) => {
      onCall(structuredClone(event));
      return value(event, context);
    };
  };
  return Object.fromEntries(
    Object.getOwnPropertyNames(members).map((key) => [key, watch(Reflect.get(members, key))]),
  );
}

async function checkAnswer(response: Response, outcome: Outcome): Promise<string[]> {
  const { status, headers = {}, body, error } = outcome;
  const problems = compare("status", response.status, status);
  for (const [name, value] of Object.entries(headers)) {
    if (HIDDEN.includes(name.toLowerCase())) continue;
    const wanted = Array.isArray(value) ? value.join(", ") : value;
    problems.push(...compare(name, response.headers.get(name), wanted));
  }
  const bytes = new Uint8Array(await response.arrayBuffer());
  const text = new TextDecoder().decode(bytes);
  if (error !== undefined) return [...problems, ...checkError(text, error)];
  if (Array.isArray(body)) return [...problems, ...compare("body", [...bytes], body)];
  if (typeof body === "object")
    return [...problems, ...compare("body", { json: JSON.parse(text) }, toHere(body))];
  return body === undefined ? problems : [...problems, ...compare("body", text, body)];
}

function checkError(text: string, wanted: string | RegExp): string[] {
  const { error, code, ...rest } = JSON.parse(text);
  const isWanted = typeof wanted === "string" ? error === wanted : wanted.test(error);
  return isWanted && /^[0-9a-f]{32}$/.test(code) && Object.keys(rest).length === 0 ? [] : [`body is ${text}`];
}

function checkEvent(event: SeenEvent | undefined, outcome: Outcome): string[] {
  const { invoked = true, parameters, http, seen = {} } = outcome;
  const problems = compare("invoked", event !== undefined, invoked);
  if (!event) return problems;
  const { http: request, ...given } = event;
  const { headers, ...rest } = request;
  if (parameters) problems.push(...compare("parameters", given, parameters));
  if (http) problems.push(...compare("http", rest, http));
  for (const [name, value] of Object.entries(seen))
    problems.push(...compare(name, headers[name] ?? null, toSeen(name, value)));
  return problems;
}

/** The table's place is not this page's. */
function toHere(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll("https://example.org", location.origin));
}

function toSeen(name: string, value: string | null): string | null {
  const here: Record<string, string> = {
    host: location.host,
    "x-forwarded-proto": location.protocol.slice(0, -1),
    "user-agent": navigator.userAgent,
  };
  return here[name] ?? value;
}

function compare(what: string, actual: unknown, wanted: unknown): string[] {
  const [is, must] = [toText(actual), toText(wanted)];
  return is === must ? [] : [`${what} is ${is}, expected ${must}`];
}

/** The order of keys is no matter. */
function toText(value: unknown): string {
  const sort = (_: string, one: unknown) =>
    typeof one === "object" && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one;
  return JSON.stringify(value, sort) ?? String(value);
}
