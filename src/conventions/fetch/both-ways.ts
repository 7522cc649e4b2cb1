import { toExampleCall, toExamplePage } from "../../example-call.js";
import { answerFetch } from "./answer.js";

/** Only for the tests of real apps: they answer at this path of https://example.org. */
export const BASE = "/W/apps/S";

/** What can be told apart of an answer. */
export interface Seen {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly bytes: readonly number[];
  /** The same, for a person to read. */
  readonly text: string;
}

/** One request to an app's own `fetch` and, as the worker sends it, through the convention. */
export async function answerBothWays(
  app: { fetch(request: Request): Response | Promise<Response> },
  path: string,
  init: RequestInit = {},
): Promise<{ readonly direct: Seen; readonly through: Seen }> {
  const sent = new Request(`https://example.org${BASE}${path}`, init);
  const { method, headers, url } = sent;
  const body = init.body ? await sent.arrayBuffer() : null;
  const direct = await app.fetch(new Request(url, { method, headers, body }));
  const members = { fetch: (request: Request) => app.fetch(request) };
  const { pathname, search } = new URL(url);
  const address = { path: pathname.slice(BASE.length), query: search.slice(1) };
  const call = toExampleCall({ ...address, method, body, headers: [...headers] });
  const { body: given, ...rest } = await answerFetch(
    { id: "S", members, requireContext: false },
    call,
    toExamplePage(),
  );
  return { direct: await see(direct), through: await see(new Response(given, rest)) };
}

async function see(response: Response): Promise<Seen> {
  const { status, statusText, headers } = response;
  const bytes = new Uint8Array(await response.arrayBuffer());
  return {
    status,
    statusText,
    headers: [...headers],
    bytes: [...bytes],
    text: new TextDecoder().decode(bytes),
  };
}
