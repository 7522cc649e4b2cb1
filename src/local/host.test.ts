import { afterEach, describe, expect, test } from "vitest";
import { Connection } from "../connection.js";
import { answerHypha } from "../conventions/hypha/answer.js";
import type { HyphaEvent } from "../conventions/hypha/event.js";
import { Executions } from "../executions.js";
import { onCallMessage } from "../provider.js";
import { toService } from "../service.js";
import type { ServiceDefinition } from "../service-definition.js";
import { addService, toPlace } from "../services.js";
import { answerOnce } from "./answerer.js";
import { LocalHost, type LocalHostOptions } from "./host.js";

const SCOPE = "https://example.org/sub/";

const connections: Connection[] = [];

afterEach(() => {
  for (const connection of connections.splice(0)) connection.close();
});

/** A connection with services of Hypha's convention, joined to the host. */
async function connect(
  host: LocalHost,
  definitions: readonly ServiceDefinition[],
  { workspace = "W", clientId = "me" } = {},
): Promise<Connection> {
  const executions = new Executions(
    () => {},
    () => new Promise(() => {}),
  );
  const page = { scope: SCOPE, clientId, report: () => {}, random: () => "random" };
  const connection = new Connection(
    { workspace, clientId, scope: SCOPE, transport: "fetch", join: (owner) => host.join(owner) },
    (message, session) =>
      onCallMessage(message, session, { executions, page, services: connection.services }),
  );
  connection.executions = executions;
  connections.push(connection);
  await connection.open((owner) => host.join(owner));
  for (const definition of definitions) {
    const checked = toService(definition, toPlace(connection, true));
    await addService(connection, { ...checked, answer: answerHypha }, false);
  }
  return connection;
}

async function ask(host: LocalHost, path: string, init: RequestInit = {}): Promise<string> {
  const request = new Request(new URL(path, SCOPE), init);
  const address = host.parse(new URL(request.url));
  if (!address) return "not ours";
  const response = await answerOnce(request, { host, address });
  const code = response.headers.get("x-tabserve-error");
  return [response.status, code ?? (await response.text())].join(" ");
}

const functions = (members: object): ServiceDefinition => ({ id: "S", type: "functions", ...members });

describe("a host in the services' own realm", () => {
  test("answers what its scope and the grammar say, with the worker's refusals", async () => {
    const host = new LocalHost(SCOPE);
    await connect(host, [functions({ f: ({ method }: HyphaEvent) => method })]);
    expect(await ask(host, "W/apps/S/f", { method: "PUT" })).toBe("200 PUT");
    expect(await ask(host, "W/apps/S/g")).toBe("404 function-not-found");
    expect(await ask(host, "W/apps/T/f")).toBe("404 service-not-found");
    expect(await ask(host, "V/apps/S/f")).toBe("404 workspace-not-found");
    expect(await ask(host, "W/apps/a:b:c/f")).toBe("400 bad-address");
    expect(await ask(host, "/W/apps/S/f")).toBe("not ours");
    expect(host.parse(new URL("https://elsewhere.example/sub/W/apps/S/f"))).toBeUndefined();
  });

  test.each<[what: string, options: LocalHostOptions, answer: string]>([
    ["takes every caller for connected", {}, "200 me"],
    ["takes callers for what it is told", { findMember: () => ({ clientId: "you" }) }, "200 you"],
    ["keeps outsiders out", { findMember: () => undefined }, "403 not-permitted"],
  ])("%s", async (_, options, answer) => {
    const host = new LocalHost(SCOPE, options);
    await connect(host, [functions({ f: ({ user }: HyphaEvent) => user.id })]);
    expect(await ask(host, "W/apps/S/f")).toBe(answer);
  });

  test("ends the calls of a caller that aborts, and no others", async () => {
    const host = new LocalHost(SCOPE);
    const signals: AbortSignal[] = [];
    let isBegun = () => {};
    const begun = new Promise<void>((done) => {
      isBegun = done;
    });
    const hang = ({ signal }: HyphaEvent) => {
      if (signal && signals.push(signal) === 2) isBegun();
      return new Promise(() => {});
    };
    await connect(host, [functions({ hang })]);
    const controller = new AbortController();
    const aborted = ask(host, "W/apps/S/hang", { signal: controller.signal });
    void ask(host, "W/apps/S/hang");
    await begun;
    controller.abort(new RangeError("mine"));
    await expect(aborted).rejects.toThrow("mine");
    await new Promise((done) => signals[0]?.addEventListener("abort", done));
    expect(signals.map((signal) => signal.aborted)).toEqual([true, false]);
  });

  test("ends what a connection has under way when it is closed, and tells when the last one is", async () => {
    let isEmpty = false;
    const host = new LocalHost(SCOPE, {
      onEmpty: () => {
        isEmpty = true;
      },
    });
    let isBegun = () => {};
    const begun = new Promise<void>((done) => {
      isBegun = done;
    });
    const one = await connect(host, [functions({ hang: () => new Promise(isBegun) })]);
    const two = await connect(host, [], { clientId: "other" });
    const pending = ask(host, "W/apps/S/hang");
    await begun;
    one.close();
    expect(await pending).toBe("503 provider-gone");
    expect([isEmpty, await ask(host, "W/apps/S/hang")]).toEqual([false, "404 service-not-found"]);
    two.close();
    expect(isEmpty).toBe(true);
  });
});
