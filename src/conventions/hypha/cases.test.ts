import { describe, expect, test } from "vitest";
import { toExampleCall, toExamplePage } from "../../example-call.js";
import { toService } from "../../service.js";
import type { ServiceDefinition } from "../../service-definition.js";
import type { Call } from "../convention.js";
import { answerHypha } from "./answer.js";
import type { Context } from "./context.js";
import type { HyphaEvent } from "./event.js";

/** Registers a service as a page does, and gives a function that calls it as the worker does. */
function serve(definition: ServiceDefinition) {
  const scope = "https://example.org/";
  const service = toService(definition, { workspace: "W", clientId: "provider", scope, notify: true });
  const page = toExamplePage();
  return async (path: string, { method = "GET", origin = "" } = {}) => {
    const headers: Call["headers"] = origin ? [["origin", origin]] : [];
    const call = toExampleCall({
      service: service.wire.id,
      serviceId: service.wire.id,
      method,
      path,
      headers,
    });
    const { body, ...init } = await answerHypha({ ...service, id: service.wire.id }, call, page);
    return new Response(body, init);
  };
}

const toJsonResult = (value: unknown) => ({
  status: 200,
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(value),
});

describe("The cases of Hypha's own tests: hello-functions", () => {
  const call = serve({
    id: "hello-functions",
    type: "functions",
    config: { visibility: "public", require_context: true },
    "hello-world": async (_event: HyphaEvent, context: Context) =>
      toJsonResult({ message: "Hello World", context }),
    index: async () => ({ status: 200, body: "Home page" }),
  });

  test.each(["/hello-world", "/hello-world/"])("%s is JSON, with a context that has a user", async (path) => {
    expect(await (await call(path)).json()).toMatchObject({
      message: "Hello World",
      context: { ws: "W", user: { is_anonymous: true } },
    });
  });

  test("the content type is the one that the function set", async () => {
    expect((await call("/hello-world")).headers.get("content-type")).toBe("application/json");
  });

  test("/ is exactly the home page", async () => {
    expect(await (await call("/", { origin: "http://localhost:3000" })).text()).toBe("Home page");
  });

  test("/ allows the origin that asks", async () => {
    const { headers } = await call("/", { origin: "http://localhost:3000" });
    expect(headers.get("access-control-allow-origin")).toBe("http://localhost:3000");
  });
});

describe("The cases of Hypha's own tests: nested functions", () => {
  const call = serve({
    id: "nested-functions",
    type: "functions",
    config: { visibility: "public", require_context: true },
    api: {
      v1: {
        users: async () => toJsonResult({ version: "v1", resource: "users" }),
        posts: async (event: HyphaEvent) => toJsonResult({ resource: "posts", method: event.method }),
      },
      v2: { users: async () => toJsonResult({ version: "v2", resource: "users" }) },
    },
  });

  test.each([
    ["/api/v1/users", "v1"],
    ["/api/v2/users", "v2"],
  ])("%s answers", async (path, version) => {
    expect(await (await call(path)).json()).toEqual({ version, resource: "users" });
  });

  test("POST /api/v1/posts sees POST", async () => {
    const response = await call("/api/v1/posts", { method: "POST" });
    expect(await response.json()).toEqual({ resource: "posts", method: "POST" });
  });

  test("/api/v3/users is 404", async () => {
    expect((await call("/api/v3/users")).status).toBe(404);
  });
});

describe("The cases of Hypha's own tests: default", () => {
  const call = serve({
    id: "default-functions",
    type: "functions",
    config: { visibility: "public" },
    hello: async () => toJsonResult({ by: "hello" }),
    default: async ({ function_path: path, method }: HyphaEvent) =>
      toJsonResult({ by: "default", path, method }),
  });

  test("/hello is exact", async () => {
    expect(await (await call("/hello")).json()).toEqual({ by: "hello" });
  });

  test.each([
    ["GET", "/unknown-path", "/unknown-path"],
    ["POST", "/some/deep/path", "/some/deep/path"],
    ["GET", "/", "/"],
  ])("%s %s falls to default with the path %s", async (method, path, functionPath) => {
    const response = await call(path, { method });
    expect(await response.json()).toEqual({ by: "default", path: functionPath, method });
  });
});

describe("The cases of Hypha's own tests: nested functions with default", () => {
  const call = serve({
    id: "nested-default",
    type: "functions",
    config: { visibility: "public" },
    api: { users: async () => toJsonResult({ by: "users" }) },
    default: async (event: HyphaEvent) => toJsonResult({ by: "default", path: event.function_path }),
  });

  test("/api/users hits the nested one", async () => {
    expect(await (await call("/api/users")).json()).toEqual({ by: "users" });
  });

  test.each(["/api/nonexistent", "/other/path"])("%s reaches default with that path", async (path) => {
    expect(await (await call(path)).json()).toEqual({ by: "default", path });
  });
});

describe("Hypha, settings belong to the registration", () => {
  test("one function under two services keeps each service's settings", async () => {
    const count = (...args: unknown[]) => `${args.length}`;
    const config = { visibility: "public" } as const;
    const one = serve({ id: "one", type: "functions", config: { ...config, require_context: true }, count });
    const two = serve({ id: "two", type: "functions", config, count });
    const texts = [await one("/count"), await two("/count"), await one("/count")].map((it) => it.text());
    expect(await Promise.all(texts)).toEqual(["2", "1", "2"]);
  });
});

describe("Hypha, a class instance as a service", () => {
  class Greeter {
    id = "greeter";
    type = "functions";
    greeting = "Hello";
    hello() {
      return this.greeting;
    }
  }
  class PoliteGreeter extends Greeter {
    override greeting = "Good day";
    bye = () => "Farewell";
  }
  const call = serve(new PoliteGreeter() as unknown as ServiceDefinition);

  test.each([
    ["/hello", "Good day"],
    ["/bye", "Farewell"],
  ])("%s calls a method on the instance", async (path, text) => {
    expect(await (await call(path)).text()).toBe(text);
  });

  test.each(["/constructor", "/greeting", "/toString"])("%s is 404", async (path) => {
    expect((await call(path)).status).toBe(404);
  });
});
