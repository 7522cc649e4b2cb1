import { expect, test } from "vitest";
import { isInstalled } from "./lockfile.mjs";

const vite = { version: "8.3.8", integrity: "sha512-a" };
const lock = {
  packages: {
    "": { version: "0.1.0" },
    "node_modules/vite": vite,
    "node_modules/fsevents": { version: "2.3.3", integrity: "sha512-b", optional: true },
  },
};

test("nothing was ever installed", () => {
  expect(isInstalled(lock, undefined)).toBe(false);
});

test("all is there, but what other platforms need", () => {
  expect(isInstalled(lock, { packages: { "node_modules/vite": vite } })).toBe(true);
});

test.each([
  ["a package is missing", {}],
  ["another version is there", { "node_modules/vite": { ...vite, version: "8.3.7" } }],
  ["the same version has other content", { "node_modules/vite": { ...vite, integrity: "sha512-c" } }],
  ["a package is left over", { "node_modules/vite": vite, "node_modules/old": vite }],
])("%s", (_name, packages) => {
  expect(isInstalled(lock, { packages })).toBe(false);
});
