import { expect, test } from "vitest";
import { createHonoApp, honoLog } from "./apps/hono.js";
import { honoCases } from "./apps/hono-cases.js";
import { answerBothWays, BASE } from "./both-ways.js";

const app = createHonoApp(BASE);

test.each(honoCases)("Hono answers $name as without us: $path, $status", async ({ path, status, init }) => {
  const { direct, through } = await answerBothWays(app, path, init);
  expect(through).toEqual(direct);
  expect(through.status).toBe(status);
});

test("Hono's middleware runs once for each request", async () => {
  honoLog.length = 0;
  await answerBothWays(app, "/json?a=1");
  expect(honoLog.filter((line) => line.startsWith("<--"))).toEqual([
    "<-- GET /W/apps/S/json?a=1",
    "<-- GET /W/apps/S/json?a=1",
  ]);
});
