import { expect, test } from "vitest";
import { toNextScript } from "./replace-worker.js";

test("each life of the worker has another URL of the same file", () => {
  const second = toNextScript("https://example.org/site/playground-worker.js");
  expect(second).toBe("https://example.org/site/playground-worker.js?life=2");
  expect(toNextScript(second)).toBe("https://example.org/site/playground-worker.js?life=3");
});
