import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { isTabserveError } from "./errors.js";
import { findNameProblem } from "./names.js";
import { type Place, toService } from "./service.js";

const place: Place = { workspace: "W", clientId: "c1", scope: "https://example.org/", notify: true };
const fn = () => {};

function register(definition: unknown, where: Partial<Place> = {}): ReturnType<typeof toService> {
  return toService(definition, { ...place, ...where });
}

/** Any code points, halves of surrogate pairs among them. */
const codePoints = fc.string({ unit: fc.nat(0x10ffff).map((code) => String.fromCodePoint(code)) });

/** `code: message` of the refusal. */
function refusalOf(definition: unknown): string {
  try {
    register(definition);
    return "registered";
  } catch (error) {
    if (isTabserveError(error)) return `${error.code}: ${error.message}`;
    throw error;
  }
}

describe("Hypha, registerService: what it tells about a service", () => {
  test("every key has a default", () => {
    expect(register({ id: "S" }).info).toEqual({
      id: "W/c1:S",
      name: "S",
      description: "",
      type: "generic",
      config: { visibility: "protected" },
      docs: "",
      app_id: "*",
      service_schema: {},
      url: "https://example.org/W/apps/S/",
    });
  });

  test("what the service says goes before the defaults", () => {
    const definition = {
      id: "S",
      name: "My service",
      description: "Does it",
      type: "functions",
      docs: "Read me",
      config: { visibility: "public", require_context: true, own: [1] },
    };
    expect(register(definition).info).toMatchObject({
      name: "My service",
      description: "Does it",
      type: "functions",
      docs: "Read me",
      config: { visibility: "public", require_context: true, own: [1] },
    });
  });

  test("the url lies below the worker's scope and is encoded", () => {
    const { url } = register({ id: "größe" }, { workspace: "my ws", scope: "https://example.org/a/" }).info;
    expect(url).toBe("https://example.org/a/my%20ws/apps/gr%C3%B6%C3%9Fe/");
  });

  test.each(["name", "description", "type", "docs"])("%s must be a string", (key) => {
    expect(refusalOf({ id: "S", [key]: 1 })).toBe(`bad-service: ${key} of service S must be a string, not 1`);
  });

  test.each(["generic", "functions", "anything"])("the type %s is taken", (type) => {
    expect(register({ id: "S", type }).wire.type).toBe(type);
  });

  test.each(["asgi", "ASGI"])("the type %s is taken with a function serve", (type) => {
    expect(register({ id: "S", type, serve: fn }).wire.type).toBe(type);
  });

  test.each([
    ["asgi", {}, "undefined"],
    ["ASGI", { serve: "x" }, '"x"'],
    ["asgi", { fetch: fn }, "undefined"],
  ])("the type %s with %j is refused", (type, members, shown) => {
    expect(refusalOf({ id: "S", type, ...members })).toBe(
      `bad-service: Service S has the type ${type}, and its serve is ${shown}; give it serve({ scope, receive, send })`,
    );
  });
});

describe("a service of the type fetch", () => {
  const request = new Request("https://example.org/");
  const callFetch = ({ members }: { members: object }) =>
    (members as { fetch: (request: Request) => unknown }).fetch(request);

  class App {
    answer = "answered";
    fetch() {
      return this.answer;
    }
  }
  const literal = {
    id: "S",
    type: "fetch",
    answer: "answered",
    fetch(): unknown {
      return this.answer;
    },
  };
  class OwnApp {
    answer = "answered";
    fetch = () => this.answer;
  }

  test.each([
    ["an instance with a method", Object.assign(new App(), { id: "S", type: "fetch" })],
    ["an instance with a function of its own", Object.assign(new OwnApp(), { id: "S", type: "fetch" })],
    ["an object around a function", { id: "S", type: "fetch", fetch: new OwnApp().fetch }],
    ["a copy of an instance", { id: "S", type: "fetch", ...new OwnApp() }],
    ["an object whose method uses this", literal],
  ])("may be %s", (_what, definition) => {
    expect(callFetch(register(definition))).toBe("answered");
  });

  test("answers with the function it had when it was registered", () => {
    const definition = { id: "S", type: "fetch", fetch: () => "first" };
    const service = register(definition);
    definition.fetch = () => "second";
    expect(callFetch(service)).toBe("first");
  });

  test("shows and offers other pages its fetch alone", () => {
    const definition = { id: "S", type: "fetch", fetch: fn, get: fn, routes: { add: fn }, env: { read: fn } };
    const { members, info } = register(definition);
    expect(Object.keys(members)).toEqual(["fetch"]);
    expect(info.service_schema).toEqual({ fetch: { type: "function", function: { name: "fetch" } } });
  });

  test("keeps its env, bindings and all, on the page", () => {
    const env = { secret: "s3cret", read: fn };
    const service = register({ id: "S", type: "fetch", fetch: fn, env });
    expect(service.env).toBe(env);
    expect(service.wire.info).not.toContain("s3cret");
  });

  test("env has no meaning in another type", () => {
    const service = register({ id: "S", type: "functions", env: { read: fn } });
    expect(service).not.toHaveProperty("env");
    expect(service.members).toHaveProperty("env.read", fn);
  });

  test.each([
    ["no fetch", {}, "fetch is undefined; give it fetch(request, env, ctx), such as the fetch of a Hono app"],
    [
      "an app",
      { fetch: {} },
      "fetch is an object; give it fetch(request, env, ctx), such as the fetch of a Hono app",
    ],
    ["a text as env", { fetch: fn, env: "x" }, 'env is "x"; it must be an object'],
    ["null as env", { fetch: fn, env: null }, "env is null; it must be an object"],
  ])("with %s is refused", (_what, members, problem) => {
    expect(refusalOf({ id: "S", type: "fetch", ...members })).toBe(
      `bad-service: Service S has the type fetch, and its ${problem}`,
    );
  });
});

describe("Hypha, registerService: service_schema mirrors the nesting", () => {
  const schemaOf = (definition: object) => register({ id: "S", ...definition }).info.service_schema;
  const named = (name: string) => ({ type: "function", function: { name } });

  test("a function is named by its key", () => {
    expect(schemaOf({ hello: fn })).toEqual({ hello: named("hello") });
  });

  test("nested functions are nested, with their own keys", () => {
    expect(schemaOf({ api: { v1: { users: fn } }, index: fn })).toEqual({
      api: { v1: { users: named("users") } },
      index: named("index"),
    });
  });

  test("what is no function is left out, and so is what holds none", () => {
    expect(schemaOf({ text: "x", list: [fn], empty: {}, deep: { deeper: { n: 1 } }, none: null })).toEqual(
      {},
    );
  });

  test("the settings are no functions", () => {
    expect(schemaOf({ config: { visibility: "public" }, name: "n", docs: "d" })).toEqual({});
  });

  test("a flat key stays flat", () => {
    expect(schemaOf({ "api/users": fn })).toEqual({ "api/users": named("api/users") });
  });

  test("an object that contains itself is entered once", () => {
    const api: Record<string, unknown> = { users: fn };
    api.self = api;
    expect(schemaOf({ api })).toEqual({ api: { users: named("users") } });
  });

  test("an object in two places is entered in both", () => {
    const both = { f: fn };
    expect(schemaOf({ a: both, b: both })).toEqual({ a: { f: named("f") }, b: { f: named("f") } });
  });

  test("two objects that contain each other end", () => {
    const a: Record<string, unknown> = { f: fn };
    a.b = { a, g: fn };
    expect(schemaOf({ a })).toEqual({ a: { f: named("f"), b: { g: named("g") } } });
  });

  test("a class instance has its methods in it, without the constructor", () => {
    class Api {
      hello() {}
    }
    expect(register(new Api()).info.service_schema).toEqual({ hello: named("hello") });
  });
});

describe("what the worker is told of a service", () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  test("its routing, milliseconds and the info as JSON", () => {
    const definition = {
      id: "S",
      type: "functions",
      config: { visibility: "unlisted", timeout: 1.5, singleton: true },
    };
    const { wire, info } = register(definition, { notify: false });
    expect(wire).toEqual({
      id: "S",
      type: "functions",
      visibility: "unlisted",
      singleton: true,
      notify: false,
      timeout: 1500,
      streams: false,
      since: expect.any(Number),
      info: JSON.stringify(info),
    });
  });

  test("defaults to protected, thirty seconds and any number of providers", () => {
    expect(register({ id: "S" }).wire).toMatchObject({
      visibility: "protected",
      timeout: 30_000,
      singleton: false,
    });
  });

  test.each([
    ["fetch", undefined, true],
    ["fetch", false, true],
    ["asgi", undefined, true],
    ["ASGI", undefined, true],
    ["functions", true, true],
    ["functions", false, false],
    ["functions", undefined, false],
    ["generic", true, false],
  ])(
    "a service of the type %s with config.stream %j takes bodies as they come: %j",
    (type, stream, streams) => {
      const { wire } = register({ id: "S", type, fetch: fn, serve: fn, config: { stream } });
      expect(wire.streams).toBe(streams);
    },
  );

  test("the time of registration is in epoch milliseconds", () => {
    const before = Date.now();
    const { since } = register({ id: "S" }).wire;
    expect(Math.abs(since - before)).toBeLessThan(5_000);
  });

  test("a later registration is younger, also within one tick of a coarse clock", () => {
    vi.spyOn(performance, "now").mockReturnValue(performance.now());
    const times = ["a", "b", "c"].map((id) => register({ id }).wire.since);
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
  });
});

describe("Hypha, registerService: the id", () => {
  test.each(["S", "hello-functions", "v1.2", "größe ☃", ".hidden", "constructor"])("%s is fine", (id) => {
    expect(register({ id }).wire.id).toBe(id);
  });

  test.each([
    ["missing", undefined, "undefined is missing"],
    ["null", null, "undefined is missing"],
    ["empty", "", '"" must not be empty'],
    ["a number", 1, "1 must be a string, not number"],
    ["a path", "a/b", '"a/b" must not contain "/", which has a meaning of its own in addresses'],
    ["with a colon", "a:b", '"a:b" must not contain ":", which has a meaning of its own in addresses'],
    ["with an at", "a@b", '"a@b" must not contain "@", which has a meaning of its own in addresses'],
    ["a pattern", "*", '"*" must not contain "*", which has a meaning of its own in addresses'],
    ["two dots", "..", '".." must not contain "..", which has a meaning of its own in addresses'],
    ["one dot", ".", '"." must not be ".", which browsers remove from a URL'],
  ])("that is %s is refused, with an example", (_what, id, problem) => {
    expect(refusalOf({ id })).toBe(
      `bad-service: Service id ${problem}; give the service an id such as "hello-functions"`,
    );
  });

  test("any legal name is an id and is in the URL", () => {
    fc.assert(
      fc.property(fc.oneof(codePoints, fc.string()), (id) => {
        fc.pre(findNameProblem(id) === undefined);
        const { info } = register({ id });
        expect(info.url).toBe(`https://example.org/W/apps/${encodeURIComponent(id)}/`);
      }),
    );
  });
});

describe("Hypha, registerService: the definition", () => {
  test.each([
    ["undefined", undefined, "undefined"],
    ["null", null, "null"],
    ["a string", "S", '"S"'],
    ["a function", fn, "a function"],
    ["a class", class Api {}, "a function"],
    ["an array", [], "an array"],
  ])("that is %s is refused", (_what, definition, shown) => {
    expect(refusalOf(definition)).toBe(`bad-service: A service must be an object, not ${shown}`);
  });

  test("stays as it is", () => {
    const definition = { id: "S", config: { visibility: "public" }, api: { f: fn } };
    register(definition);
    expect(definition).toEqual({ id: "S", config: { visibility: "public" }, api: { f: fn } });
  });

  test("may be frozen all through", () => {
    const definition = Object.freeze({ id: "S", config: Object.freeze({}), api: Object.freeze({ f: fn }) });
    expect(register(definition).info.id).toBe("W/c1:S");
  });

  test("is a snapshot: what is added, changed or removed later is not seen", () => {
    const definition: Record<string, unknown> = { id: "S", f: fn, g: fn };
    const { members } = register(definition);
    definition.f = () => {};
    definition.h = fn;
    delete definition.g;
    expect(members).toMatchObject({ f: fn, g: fn });
    expect(members).not.toHaveProperty("h");
  });

  test("is a shallow snapshot: nested objects are the caller's", () => {
    const definition = { id: "S", api: { f: fn } };
    expect(register(definition).members).toHaveProperty("api", definition.api);
  });

  test("its config is a copy", () => {
    const config = { visibility: "public", tags: ["a"] };
    const { info } = register({ id: "S", config });
    config.tags.push("b");
    expect(info.config).toEqual({ visibility: "public", tags: ["a"] });
  });

  test("has members without a prototype and without the config", () => {
    const { members } = register({ id: "S", config: {}, f: fn });
    expect(Object.getPrototypeOf(members)).toBeNull();
    expect(Object.keys(members)).toEqual(["id", "f"]);
  });

  test("may have no prototype", () => {
    expect(register(Object.assign(Object.create(null), { id: "S", f: fn })).members).toHaveProperty("f", fn);
  });
});

describe("Hypha, registerService: a class instance", () => {
  class Counter {
    count = 1;
    arrow = () => this.count;
    get double() {
      return this.count * 2;
    }
    read() {
      return this?.count;
    }
    shared() {
      return "base";
    }
    static create() {
      return new Counter();
    }
  }
  class NamedCounter extends Counter {
    id = "counter";
    override shared() {
      return `derived of ${super.shared()}`;
    }
  }

  function callMember(instance: object, name: string): unknown {
    const member = (register(instance).members as Record<string, unknown>)[name];
    return Reflect.apply(member as () => unknown, undefined, []);
  }

  test("is called default when it has no id", () => {
    expect(register(new Counter()).info.id).toBe("W/c1:default");
  });

  test("keeps an id of its own", () => {
    expect(register(new NamedCounter()).info.id).toBe("W/c1:counter");
  });

  test.each([
    ["own functions", "arrow", 1],
    ["prototype methods, bound to the instance", "read", 1],
    ["inherited methods, the nearest first", "shared", "derived of base"],
  ])("has its %s", (_what, name, value) => {
    expect(callMember(new NamedCounter(), name)).toBe(value);
  });

  test("has methods of the class above", () => {
    expect(callMember(new NamedCounter(), "read")).toBe(1);
  });

  test.each(["constructor", "toString", "hasOwnProperty", "create"])("%s is not among them", (name) => {
    expect(register(new NamedCounter()).members).not.toHaveProperty(name);
  });

  test("getters are not run", () => {
    class Costly {
      get price(): number {
        throw new Error("run");
      }
    }
    expect(register(new Costly()).info.service_schema).toEqual({});
  });

  test("its settings are found on it", () => {
    class Settled {
      id = "S";
      type = "functions";
      config = { visibility: "public" };
    }
    expect(register(new Settled()).wire).toMatchObject({ type: "functions", visibility: "public" });
  });

  test("keeps the number of parameters of a method", () => {
    class Api {
      f(_a: unknown, _b: unknown) {}
    }
    expect(register(new Api()).members).toHaveProperty("f.length", 2);
  });

  test("an object made from another one counts as an instance", () => {
    const base = { hello: fn };
    expect(register(Object.create(base)).info.service_schema).toHaveProperty("hello");
  });

  test("an own member named constructor is kept", () => {
    const instance = Object.assign(Object.create({ f: fn }), { constructor: () => "own" });
    expect(callMember(instance, "constructor")).toBe("own");
  });
});

describe("Hypha, registerService: config", () => {
  const wrong = (key: string, shown: string, rule: string) =>
    `bad-service: config.${key} of service S is ${shown}; it must be ${rule}`;

  test.each(["public", "protected", "unlisted"])("visibility %s is taken", (visibility) => {
    expect(register({ id: "S", config: { visibility } }).wire.visibility).toBe(visibility);
  });

  test.each([
    ["private", '"private"'],
    ["Public", '"Public"'],
    ["", '""'],
    [null, "null"],
    [true, "true"],
  ])("visibility %j is refused", (visibility, shown) => {
    expect(refusalOf({ id: "S", config: { visibility } })).toBe(
      wrong("visibility", shown, "one of public, protected, unlisted"),
    );
  });

  test.each([[true], [false], [["f"]], [["f", "g"]], [[]]])("require_context %j is taken", (setting) => {
    expect(register({ id: "S", config: { require_context: setting } }).requireContext).toEqual(setting);
  });

  test("require_context defaults to false", () => {
    expect([register({ id: "S" }), register({ id: "S", config: {} })].map((it) => it.requireContext)).toEqual(
      [false, false],
    );
  });

  test.each([
    ["f", '"f"'],
    [1, "1"],
    [null, "null"],
    [["f", 1], "an array"],
    [{}, "an object"],
  ])("require_context %j is refused", (setting, shown) => {
    expect(refusalOf({ id: "S", config: { require_context: setting } })).toBe(
      wrong("require_context", shown, "true, false or a list of function names"),
    );
  });

  test.each([
    [0.001, 1],
    [1, 1_000],
    [90, 90_000],
    [2_147_483, 2_147_483_000],
  ])("a timeout of %j s is %j ms", (timeout, milliseconds) => {
    expect(register({ id: "S", config: { timeout } }).wire.timeout).toBe(milliseconds);
  });

  test.each([
    [0, "0"],
    [-1, "-1"],
    [Number.NaN, "NaN"],
    [Number.POSITIVE_INFINITY, "Infinity"],
    [2_147_484, "2147484"],
    ["30", '"30"'],
    [null, "null"],
  ])("a timeout of %j is refused", (timeout, shown) => {
    expect(refusalOf({ id: "S", config: { timeout } })).toBe(
      wrong("timeout", shown, "a number of seconds above 0, up to 2147483"),
    );
  });

  test.each([true, false])("sse %j is taken, and told to the service", (sse) => {
    expect(register({ id: "S", config: { sse } }).config).toEqual({ sse });
  });

  test.each([
    ["yes", '"yes"'],
    [1, "1"],
    [null, "null"],
  ])("sse %j is refused", (sse, shown) => {
    expect(refusalOf({ id: "S", config: { sse } })).toBe(wrong("sse", shown, "true or false"));
  });

  test.each([true, false])("activations %j is taken", (activations) => {
    expect(register({ id: "S", config: { activations } }).config).toEqual({ activations });
  });

  test("activations must be true or false", () => {
    expect(refusalOf({ id: "S", config: { activations: 0 } })).toBe(
      wrong("activations", "0", "true or false"),
    );
  });

  test.each([
    ["functions", "hypha"],
    ["fetch", "hypha"],
    ["functions", "digitalocean"],
  ])("a service of the type %s may choose the convention %s", (type, convention) => {
    expect(refusalOf({ id: "S", type, fetch: fn, config: { convention } })).toBe("registered");
  });

  test.each([
    ["aws", '"aws"'],
    [null, "null"],
    [1, "1"],
    ["DigitalOcean", '"DigitalOcean"'],
  ])("the convention %j is refused", (convention, shown) => {
    expect(refusalOf({ id: "S", type: "functions", config: { convention } })).toBe(
      wrong("convention", shown, '"hypha" or "digitalocean"'),
    );
  });

  test.each([
    ["fetch", '"fetch"'],
    [undefined, "undefined"],
  ])("DigitalOcean's convention is refused for the type %j", (type, shown) => {
    const definition = { id: "S", fetch: fn, config: { convention: "digitalocean" }, ...(type && { type }) };
    expect(refusalOf(definition)).toBe(
      `bad-service: config.convention of service S is "digitalocean", which is for the type functions, not ${shown}; set type: "functions"`,
    );
  });

  test.each([true, false])("singleton %j is taken", (singleton) => {
    expect(register({ id: "S", config: { singleton } }).wire.singleton).toBe(singleton);
  });

  test.each([
    [1, "1"],
    ["true", '"true"'],
    [null, "null"],
  ])("singleton %j is refused", (singleton, shown) => {
    expect(refusalOf({ id: "S", config: { singleton } })).toBe(wrong("singleton", shown, "true or false"));
  });

  test.each([
    [1, "1"],
    ["true", '"true"'],
    [null, "null"],
  ])("stream %j is refused", (stream, shown) => {
    expect(refusalOf({ id: "S", config: { stream } })).toBe(wrong("stream", shown, "true or false"));
  });

  test.each([
    ["null", null, "null"],
    ["a string", "public", '"public"'],
    ["an array", [], "an array"],
    ["a function", fn, "a function"],
    ["a Map", new Map(), "an object"],
  ])("that is %s is refused", (_what, config, shown) => {
    expect(refusalOf({ id: "S", config })).toBe(
      `bad-service: config of service S must be an object, not ${shown}`,
    );
  });

  test.each([
    ["a BigInt", { big: 1n }],
    [
      "itself",
      (() => {
        const config: Record<string, unknown> = {};
        config.self = config;
        return config;
      })(),
    ],
  ])("with %s inside is refused: it must be plain data", (_what, config) => {
    expect(refusalOf({ id: "S", config })).toMatch(
      /^bad-service: config of service S must be plain data: TypeError/,
    );
  });

  test("undefined settings are the defaults", () => {
    const config = {
      visibility: undefined,
      require_context: undefined,
      timeout: undefined,
      singleton: undefined,
    };
    expect(register({ id: "S", config }).wire).toMatchObject({
      visibility: "protected",
      timeout: 30_000,
      singleton: false,
    });
  });
});
