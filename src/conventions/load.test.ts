import { expect, test } from "vitest";
import { answerAsgi } from "./asgi/answer.js";
import { toCall } from "./digitalocean/cases/replay.js";
import { answerFetch } from "./fetch/answer.js";
import { answerHypha } from "./hypha/answer.js";
import { loadConvention, toBothFaces } from "./load.js";

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

test.each([
  ["/fn", undefined, "own"],
  ["/fn", "services", '"named"'],
] as const)("%s with the face %s is answered %s", async (path, face, body) => {
  const answer = toBothFaces(async () => ({ status: 200, headers: [], body: "own" }));
  const service = { id: "S", members: { fn: () => "named" }, requireContext: false };
  const page = { scope: "https://example.org/", clientId: "c", random: () => "r", report: () => {} };
  expect((await answer(service, { ...toCall({ path }), ...(face && { face }) }, page)).body).toBe(body);
});
