import { describe, expect, test } from "vitest";
import { toExampleCall, toExamplePage } from "../../example-call.js";
import type { Call } from "../convention.js";
import { registerDigitalOcean } from "./register.js";

const echo = (event: object) => event;
const members = {
  echo,
  module: { main: () => ({ greeting: "Hello" }) },
  nothing: () => undefined,
  list: () => [1, 2],
  wrong: () => ({ error: { code: 7 } }),
  fail() {
    throw new RangeError("too far");
  },
};

/** `status value`, of one call below `/services/`. */
async function answerOf(path: string, call: Partial<Call> = {}, config: Record<string, unknown> = {}) {
  const { answerByName } = registerDigitalOcean({ id: "S", members, config });
  const service = { id: "S", members, requireContext: false };
  const { status, body } = await answerByName(service, toExampleCall({ path, ...call }), toExamplePage());
  return `${status} ${await new Response(body).text()}`;
}

const post = (json: string): Partial<Call> => ({
  method: "POST",
  headers: [["content-type", "application/json"]],
  body: new TextEncoder().encode(json).buffer,
});

describe("A function called by its name", () => {
  test.each([
    ["a query's parameters", "/echo", { query: "a=1&b=x" }, '200 {"a":1,"b":"x"}'],
    ["a JSON object's", "/echo", post('{"a":[1]}'), '200 {"a":[1]}'],
    ["an object in a list", "/echo", post('[{"a":1}]'), '200 {"a":1}'],
    ["none", "/echo", post(""), "200 {}"],
  ] as const)("gets %s", async (_, path, call, answer) => {
    expect(await answerOf(path, call)).toBe(answer);
  });

  test("gets configured parameters too, and no request", async () => {
    const config = { parameters: { a: 1, b: 1 } };
    expect(await answerOf("/echo", { query: "b=2" }, config)).toBe('200 {"a":1,"b":2}');
  });

  test.each([
    ["a module's entry point", "/module", '200 {"greeting":"Hello"}'],
    ["nothing", "/nothing", "200 {}"],
    ["any JSON value", "/list", "200 [1,2]"],
    ["an error of its own", "/wrong", '200 {"error":{"code":7}}'],
    ["what it throws", "/fail", '502 {"success":false,"detail":"too far"}'],
    ["that it is not there", "/absent", '404 {"success":false,"detail":"Function not found: absent"}'],
  ])("answers with %s", async (_, path, answer) => {
    expect(await answerOf(path)).toBe(answer);
  });

  test.each([
    ["web is false", { web: false }, "404"],
    ["the secret is missing", { webSecure: "x" }, "401"],
    ["the body is too large", { limits: { payload: 3 } }, "413"],
    ["too many are under way", { limits: { concurrency: 0 } }, "429"],
  ])("is refused when %s", async (_, own, status) => {
    const answer = await answerOf("/echo", post('{"a":1}'), { functions: { echo: own } });
    expect(answer.slice(0, 3)).toBe(status);
  });

  test("is let through with its secret", async () => {
    const headers: Call["headers"] = [["X-Require-Whisk-Auth", "x"]];
    expect(await answerOf("/echo", { headers }, { webSecure: "x" })).toBe("200 {}");
  });

  test("makes room for the next one, whether it answers or fails", async () => {
    const config = { limits: { concurrency: 1 } };
    const { answerByName } = registerDigitalOcean({ id: "S", members, config });
    const service = { id: "S", members, requireContext: false };
    const call = (path: string) => answerByName(service, toExampleCall({ path }), toExamplePage());
    for (const status of [502, 200, 200])
      expect((await call(status === 502 ? "/fail" : "/echo")).status).toBe(status);
  });

  test("shows what it throws on the page's console, with its stack", async () => {
    const reported: unknown[] = [];
    const { answerByName } = registerDigitalOcean({ id: "S", members, config: {} });
    const page = toExamplePage({ report: (error) => reported.push(error) });
    await answerByName({ id: "S", members, requireContext: false }, toExampleCall({ path: "/fail" }), page);
    expect(reported).toEqual([new RangeError("too far")]);
  });

  test.each(["[1, 2]", "[1]", '[{"a":1},{"b":2}]'])(
    "takes parameters by their names only, not %s",
    async (json) => {
      expect(await answerOf("/echo", post(json))).toBe(
        '400 {"success":false,"detail":"Parameters have names: send a JSON object"}',
      );
    },
  );
});
