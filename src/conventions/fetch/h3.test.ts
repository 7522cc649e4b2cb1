import { expect, test } from "vitest";
import { createH3App, h3Cases } from "./apps/h3.js";
import { answerBothWays, BASE } from "./both-ways.js";

const app = createH3App(BASE);

test.each(h3Cases)("h3 answers $name as without us: $path, $status", async ({ path, status, init }) => {
  const { direct, through } = await answerBothWays(app, path, init);
  expect(through).toEqual(direct);
  expect(through.status).toBe(status);
});
