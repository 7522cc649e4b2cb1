import { expect, test } from "vitest";
import type { Answer } from "../convention.js";
import type { Case, Outcome } from "./cases/case.js";
import { serve } from "./cases/replay.js";
import { cases } from "./cases.js";

interface SeenEvent {
  readonly http: { readonly headers: Record<string, string>; readonly [key: string]: unknown };
  readonly [key: string]: unknown;
}

/** Members whose functions, also those of modules, tell what they are called with. */
function observe(members: object, onCall: (event: SeenEvent) => void): object {
  const watched: Record<string, unknown> = {};
  for (const key of Object.getOwnPropertyNames(members)) {
    const value = (members as Record<string, unknown>)[key];
    const fn = typeof value === "function" ? value : undefined;
    watched[key] = fn
      ? (event: SeenEvent, context: unknown) => {
          onCall(structuredClone(event));
          return fn(event, context);
        }
      : typeof value === "object" && value !== null
        ? observe(value, onCall)
        : value;
  }
  return watched;
}

/** The last request carries a header by which its event is recognised. */
async function replay({ members, config, request, before = 0, during = 0 }: Case) {
  const events: SeenEvent[] = [];
  const ask = serve(
    observe(members, (event) => events.push(event)),
    config,
  );
  for (let i = 0; i < before; i++) await ask(request);
  const others = Array.from({ length: during }, () => ask(request));
  const answer = await ask({ ...request, headers: { ...request.headers, "x-last": "1" } });
  await Promise.all(others);
  return { answer, event: events.find(({ http }) => http.headers["x-last"]) };
}

async function readText({ body }: Answer): Promise<string> {
  return new Response(body).text();
}

function getHeader({ headers }: Answer, name: string): string | string[] | null {
  const values = headers.filter(([key]) => key.toLowerCase() === name).map(([, value]) => value);
  return values.length > 1 ? values : (values[0] ?? null);
}

async function readBody(answer: Answer, like: Outcome["body"]): Promise<unknown> {
  if (Array.isArray(like)) return [...new Uint8Array(await new Response(answer.body).arrayBuffer())];
  if (typeof like === "object") return { json: JSON.parse(await readText(answer)) };
  return readText(answer);
}

async function expectAnswer(answer: Answer, { status, headers = {}, body, error }: Outcome): Promise<void> {
  const found = Object.fromEntries(Object.keys(headers).map((name) => [name, getHeader(answer, name)]));
  expect({ status: answer.status, headers: found }).toEqual({ status, headers });
  if (error !== undefined)
    expect(JSON.parse(await readText(answer))).toStrictEqual({
      error: typeof error === "string" ? error : expect.stringMatching(error),
      code: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
  else if (body !== undefined) expect(await readBody(answer, body)).toStrictEqual(body);
}

function expectEvent(event: SeenEvent | undefined, outcome: Outcome): void {
  const { invoked = true, parameters, http, seen = {} } = outcome;
  expect(event !== undefined).toBe(invoked);
  if (!event) return;
  const { http: request, ...given } = event;
  const { headers, ...rest } = request;
  if (parameters) expect(given).toStrictEqual(parameters);
  if (http) expect(rest).toStrictEqual(http);
  for (const [name, value] of Object.entries(seen)) expect(headers[name] ?? null).toBe(value);
}

test.each(cases.map((one) => [`§${one.section}: ${one.name}`, one] as const))("%s", async (_, one) => {
  const { answer, event } = await replay(one);
  await expectAnswer(answer, one.outcome);
  expectEvent(event, one.outcome);
});

test(`${cases.length} cases, each under a name of its own`, () => {
  const names = cases.map(({ section, name }) => `${section}: ${name}`);
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThanOrEqual(150);
});
