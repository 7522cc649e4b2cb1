import { address } from "./cases/address.js";
import { bodies } from "./cases/bodies.js";
import type { Case } from "./cases/case.js";
import { checks } from "./cases/checks.js";
import { contexts } from "./cases/contexts.js";
import { cors } from "./cases/cors.js";
import { extensions } from "./cases/extensions.js";
import { failures } from "./cases/failures.js";
import { headers } from "./cases/headers.js";
import { heads } from "./cases/heads.js";
import { limits } from "./cases/limits.js";
import { parameters } from "./cases/parameters.js";
import { rawRequests } from "./cases/raw.js";
import { results } from "./cases/results.js";
import { samples } from "./cases/samples.js";
import { types } from "./cases/types.js";
import { webSecure } from "./cases/web-secure.js";

/** What DigitalOcean Functions do, and where Tabserve does otherwise; to be replayed by any runner. */
export const cases: readonly Case[] = [
  ...[...address, ...checks, ...parameters, ...headers, ...bodies, ...rawRequests],
  ...[...results, ...heads, ...types, ...failures, ...extensions],
  ...[...cors, ...webSecure, ...contexts, ...limits, ...samples],
];
