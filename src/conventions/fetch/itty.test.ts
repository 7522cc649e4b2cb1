import { expect, test } from "vitest";
import { createIttyApp, ittyCases } from "./apps/itty.js";
import { answerBothWays, BASE } from "./both-ways.js";

const app = createIttyApp(BASE);

test.each(ittyCases)(
  "itty-router answers $name as without us: $path, $status",
  async ({ path, status, init }) => {
    const { direct, through } = await answerBothWays(app, path, init);
    expect(through).toEqual(direct);
    expect(through.status).toBe(status);
  },
);
