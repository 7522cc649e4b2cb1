import { beforeAll, expect, test, vi } from "vitest";
import { isShared, readLink, toLink } from "./link.js";
import type { Project } from "./project.js";

const PROJECT: Project = {
  files: [{ name: "a.ts", code: "export default { id: 'ä' };\n".repeat(40) }],
  request: {
    method: "POST",
    url: "playground/apps/a/",
    headers: [["A", "b"]],
    body: { kind: "json", text: "1" },
  },
};

beforeAll(() => vi.stubGlobal("document", { baseURI: "https://x.org/play/" }));

const toFragment = async (project: Project) => new URL(await toLink(project)).hash;

test("what is shared comes back", async () => {
  const fragment = await toFragment(PROJECT);
  expect(isShared(fragment)).toBe(true);
  expect(await readLink(fragment)).toEqual(PROJECT);
});

test("a link is short, and goes through programs that know URLs", async () => {
  const link = await toLink(PROJECT);
  expect(link).toMatch(/^https:\/\/x\.org\/play\/#code=[\w-]+$/);
  expect(link.length).toBeLessThan(JSON.stringify(PROJECT).length / 4);
});

test("a link that lost its end, or one letter, is refused", async () => {
  const fragment = await toFragment(PROJECT);
  const cut = fragment.slice(0, -8);
  const swapped = `${fragment.slice(0, -9)}${fragment.at(-9) === "A" ? "B" : "A"}${fragment.slice(-8)}`;
  for (const damaged of [cut, swapped, "#code=", "#code=***"])
    await expect(readLink(damaged)).rejects.toThrow(/^The link is damaged .*Ask for it again/);
});

test("a link that unfolds to more than code is refused", async () => {
  const fragment = await toFragment({ files: [{ name: "a.ts", code: " ".repeat(3_000_000) }] });
  expect(fragment.length).toBeLessThan(10_000);
  await expect(readLink(fragment)).rejects.toThrow("more than 2 MB");
});

test("a link that holds something else is refused with what is wrong", async () => {
  const wrong = { files: [{ name: "a/b.ts", code: "" }] };
  await expect(readLink(await toFragment(wrong))).rejects.toThrow('"a/b.ts"');
});
