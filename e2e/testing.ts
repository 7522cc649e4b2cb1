import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { mergeTests } from "@playwright/test";
import { OUT } from "./build.js";
import { test as base } from "./fixtures.js";

/** What a user imports from `tabserve/playwright`, built. */
export const library: typeof import("../src/playwright/index.js") = await import(
  pathToFileURL(resolve(OUT, "node/playwright.js")).href
);

/** The suite's own site, and functions of the test that answer its pages. */
export const test = mergeTests(base, library.test);

export const { expect } = library;
