import { expect, test } from "vitest";
import { answerAsgi } from "./asgi/answer.js";
import { answerFetch } from "./fetch/answer.js";
import { answerHypha } from "./hypha/answer.js";
import { loadConvention, loadRest } from "./load.js";
import { answerRest } from "./rest/answer.js";

test.each([
  ["functions", answerHypha],
  ["generic", answerHypha],
  ["fetch", answerFetch],
  ["asgi", answerAsgi],
  ["ASGI", answerAsgi],
  ["constructor", answerHypha],
])("a service of the type %s is answered by its convention", async (type, convention) => {
  expect(await loadConvention(type)).toBe(convention);
});

test("a function is called by its name by a convention of its own", async () => {
  expect(await loadRest()).toBe(answerRest);
});
