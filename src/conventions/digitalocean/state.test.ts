import { describe, expect, test } from "vitest";
import { answerDigitalOcean } from "./answer.js";
import { toCall } from "./cases/replay.js";
import { DigitalOceanState } from "./state.js";
import { Throttle } from "./throttle.js";

describe("The version", () => {
  test("counts the registrations", () => {
    const first = new DigitalOceanState({});
    const second = new DigitalOceanState({}, first);
    const third = new DigitalOceanState({}, second);
    expect([first, second, third].map(({ version }) => version)).toEqual(["0.0.1", "0.0.2", "0.0.3"]);
  });
});

describe("The longest timeout", () => {
  test.each([
    [{}, 3000],
    [{ limits: { timeout: 10 } }, 10],
    [{ functions: { a: { limits: { timeout: 10 } } } }, 3000],
    [{ limits: { timeout: 10 }, functions: { a: { limits: { timeout: 20 } }, b: {} } }, 20],
  ])("of %j is %d ms", (config, milliseconds) => {
    expect(new DigitalOceanState(config).getLongestTimeout()).toBe(milliseconds);
  });
});

describe("Settings of a function", () => {
  test("win over the service's, key by key", () => {
    const state = new DigitalOceanState({
      web: "raw",
      parameters: { a: 1, b: 1 },
      limits: { timeout: 10, rate: 5 },
      functions: { fn: { web: true, parameters: { b: 2 }, limits: { timeout: 20 } } },
    });
    expect(state.getSettings("fn")).toMatchObject({
      web: true,
      parameters: { a: 1, b: 2 },
      limits: { timeout: 20, rate: 5, memory: 256, logs: 16 },
    });
    expect(state.getSettings("other")).toMatchObject({ web: "raw", parameters: { a: 1, b: 1 } });
  });

  test("are not found under inherited names", () => {
    const functions = Object.create({ fn: { web: false } });
    expect(new DigitalOceanState({ functions }).getSettings("fn").web).toBe(true);
  });
});

describe("A key", () => {
  test("stays the same for a registration", () => {
    const state = new DigitalOceanState({});
    let count = 0;
    const random = () => `${count++}`;
    expect([state.getApiKey(random), state.getApiKey(random)]).toEqual(["0:1", "0:1"]);
  });
});

describe("A rate", () => {
  test("is of the last minute", () => {
    const throttle = new Throttle();
    const enter = (now: number) => () => throttle.enter({ rate: 2 }, now);
    enter(0)();
    enter(30_000)();
    expect(enter(59_999)).toThrow("(count: 3, allowed: 2)");
    expect(enter(60_000)).not.toThrow();
    expect(enter(60_001)).toThrow("(count: 3, allowed: 2)");
    expect(enter(90_000)).not.toThrow();
  });

  test.each([
    ["the service's functions share it", { limits: { rate: 1 } }, [200, 429]],
    [
      "a function's own is its own",
      { functions: { a: { limits: { rate: 1 } }, b: { limits: { rate: 1 } } } },
      [200, 200],
    ],
  ])("%s", async (_, config, statuses) => {
    const answer = answerDigitalOcean(new DigitalOceanState(config));
    const members = { a: () => ({ body: "x" }), b: () => ({ body: "x" }) };
    const service = { id: "package", members, requireContext: false };
    const page = {
      scope: "https://example.org/",
      clientId: "",
      report: () => {},
      random: () => "r",
      now: () => 0,
    };
    const answers = [
      await answer(service, toCall({ path: "/a" }), page),
      await answer(service, toCall({ path: "/b" }), page),
    ];
    expect(answers.map(({ status }) => status)).toEqual(statuses);
  });
});

describe("Calls at one time", () => {
  test("end when they are left", () => {
    const throttle = new Throttle();
    const leave = throttle.enter({ concurrency: 1 }, 0);
    expect(() => throttle.enter({ concurrency: 1 }, 0)).toThrow("(count: 1, allowed: 1)");
    leave();
    expect(() => throttle.enter({ concurrency: 1 }, 0)).not.toThrow();
  });
});
