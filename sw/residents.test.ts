import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Recorder } from "../src/activations/recorder.js";
import { chooseInstance } from "../src/host/choose.js";
import { Provider } from "../src/host/provider.js";
import { Registry } from "../src/host/registry.js";
import { toService } from "../src/service.js";
import { type ResidentPlace, toResidentServices } from "./resident-services.js";

interface Residents {
  readonly provider: Provider;
  toLife(fetchEvent: { readonly handled?: Promise<unknown> }): Promise<void>;
}

interface Module {
  readonly Residents: new (
    services: ReturnType<typeof toResidentServices>,
    own: { readonly place: ResidentPlace; readonly recorder: Recorder },
  ) => Residents;
}

// The types of residents.ts need the worker's library, which tests are checked without.
const { Residents } = await vi.importActual<Module>("./residents.js");

const place = { scope: "https://example.org/", workspace: "local" };
const clients = new Set<string>();
let open: Residents[] = [];

beforeEach(() => {
  clients.clear();
  vi.stubGlobal("navigator", { userAgentData: {} });
  vi.stubGlobal("self", { clients: { get: async (id: string) => (clients.has(id) ? {} : undefined) } });
});
afterEach(() => {
  for (const { provider } of open) provider.end();
  open = [];
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function start(services: object[]): Residents {
  const recorder = new Recorder(place);
  const residents = new Residents(toResidentServices(services, place, recorder), { place, recorder });
  open.push(residents);
  return residents;
}

const fns = { id: "S", type: "functions", config: { visibility: "public" } };

const call = {
  ...{ workspace: "local", service: "S", serviceId: "S", method: "GET", path: "/f", query: "", headers: [] },
  ...{ body: null, client: "", isEarly: false, member: false },
};
const options = { timeout: 10_000, transfer: [] };

test("a call is answered as a page answers it", async () => {
  const { provider } = start([{ ...fns, f: () => ({ status: 201, body: "made" }) }]);
  expect(await provider.call(call, options)).toMatchObject({ status: 201, body: "made" });
  expect(provider.load).toBe(0);
});

test("a handler's signal fires at the deadline", async () => {
  const reason = new Promise<unknown>((resolve) => {
    const f = ({ signal }: { signal: AbortSignal }) => {
      signal.addEventListener("abort", () => resolve((signal.reason as DOMException).name));
      return new Promise(() => {});
    };
    const { provider } = start([{ ...fns, f }]);
    provider.call(call, { ...options, timeout: 20 }).catch(() => {});
  });
  expect(await reason).toBe("TimeoutError");
});

test("a handler's signal fires when its caller is gone", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  clients.add("here");
  const reasons: string[] = [];
  let began = () => {};
  const running = new Promise<void>((resolve) => {
    began = resolve;
  });
  const f = ({ signal }: { signal: AbortSignal }) => {
    signal.addEventListener("abort", () => reasons.push((signal.reason as DOMException).name));
    began();
    return new Promise(() => {});
  };
  const { provider } = start([{ ...fns, f }]);
  const answer = provider.call({ ...call, client: "here" }, options);
  const failure = expect(answer).rejects.toMatchObject({ code: "caller-gone" });
  await running;
  await vi.advanceTimersByTimeAsync(5_000);
  expect(reasons).toEqual([]);
  clients.clear();
  await vi.advanceTimersByTimeAsync(5_000);
  await failure;
  await vi.waitFor(() => expect(reasons).toEqual(["AbortError"]));
});

test("the worker lives until what goes on after an answer has ended", async () => {
  let end = () => {};
  const background = new Promise<void>((resolve) => {
    end = resolve;
  });
  const app = (_request: Request, _env: object, { waitUntil }: { waitUntil(promise: unknown): void }) => {
    waitUntil(background);
    return new Response("answered");
  };
  const residents = start([{ ...fns, type: "fetch", fetch: app }]);
  const handled = Promise.resolve();
  const { id } = await residents.provider.call(call, { ...options, handled });
  let isOver = false;
  const life = residents.toLife({ handled }).then(() => {
    isOver = true;
  });
  residents.provider.acknowledge(id);
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(isOver).toBe(false);
  end();
  await life;
});

test("the worker does not live longer for what a page answered", async () => {
  const residents = start([fns]);
  await expect(residents.toLife({ handled: Promise.resolve() })).resolves.toBeUndefined();
  await expect(residents.toLife({})).resolves.toBeUndefined();
});

test("a page with the same id goes first, however long it was there before the worker started", () => {
  const { wire } = toService({ ...fns }, { ...place, clientId: "page", notify: true });
  const { port1, port2 } = new MessageChannel();
  const hello = {
    lock: "lock",
    workspace: "local",
    clientId: "page",
    services: [wire],
    left: [],
    watch: false,
  };
  const page = new Provider(hello, { boot: "boot", client: "client", calls: port1 });
  const registry = new Registry();
  registry.add(page);
  registry.add(start([fns]).provider);
  const choose = (clientId?: string) => {
    const chosen = chooseInstance(
      registry.find("local", { id: "S", ...(clientId && { clientId }) }),
      "default",
    );
    return typeof chosen === "object" ? chosen.provider.clientId : chosen;
  };
  expect([choose(), choose("worker")]).toEqual(["page", "worker"]);
  registry.remove(page);
  expect(choose()).toBe("worker");
  page.end();
  port2.close();
});
