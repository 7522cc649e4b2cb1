import type { CodeFile } from "../write/open-files.js";
import code from "./examples/hello.ts?raw";

/** The service that a newcomer meets. */
export const SEED_FILE: CodeFile = { name: "hello.ts", code, isUntouched: true };

/** Its first request, below the page's folder. */
export const SEED_URL = "playground/apps/hello-functions/hello-world/";
