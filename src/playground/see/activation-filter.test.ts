import { expect, test } from "vitest";
import { type ActivationFilter, filterActivations, listNames } from "./activation-filter.js";
import { toActivation } from "./case.js";

const ALL = [
  toActivation({ id: "a1", name: "shop/buy", result: { status: 200, body: { Item: "Pear" } } }),
  toActivation({ id: "b2", name: "shop/sell", statusCode: 1, result: { error: "Sold out" } }),
  toActivation({ id: "c3", name: "clock/now", statusCode: 2, logs: ["2026-01-02 stderr: Out of ink"] }),
];

const find = (filter: Partial<ActivationFilter>) =>
  filterActivations(ALL, { status: "", name: "", text: "", ...filter }).map(
    ({ activationId }) => activationId,
  );

test.each([
  [{}, ["a1", "b2", "c3"]],
  [{ status: "success" }, ["a1"]],
  [{ status: "error" }, ["b2", "c3"]],
  [{ name: "shop/sell" }, ["b2"]],
  [{ name: "shop" }, []],
  [{ text: "pear" }, ["a1"]],
  [{ text: "  OUT " }, ["b2", "c3"]],
  [{ text: "c3" }, ["c3"]],
  [{ text: "clock/" }, ["c3"]],
  [{ text: "out", status: "error", name: "clock/now" }, ["c3"]],
] as const)("%j finds %j", (filter, ids) => {
  expect(find(filter)).toEqual(ids);
});

test("names are told once each", () => {
  expect(listNames([...ALL, ...ALL])).toEqual(["clock/now", "shop/buy", "shop/sell"]);
});
