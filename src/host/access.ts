import type { WireService } from "../protocol.js";

/** Who asks. */
export interface Caller {
  /** Whether its page is connected to the workspace. */
  readonly isMember: boolean;
  /** Whether the request carries a bearer token. */
  readonly hasToken: boolean;
}

/** Why a caller may not reach a service. */
export type Denial = "not-permitted" | "bad-token";

/**
 * Public and unlisted services are for everyone, and credentials never take that away; protected ones are for members
 * (Hypha, visibility). No workspace issues tokens yet, so a token that would be needed is never valid.
 */
export function findDenial({ visibility }: WireService, caller: Caller): Denial | undefined {
  if (visibility !== "protected" || caller.isMember) return undefined;
  return caller.hasToken ? "bad-token" : "not-permitted";
}

/** Whether a service shows up in a list. */
export function isListed(
  { visibility }: WireService,
  { isMember, includeUnlisted }: { isMember: boolean; includeUnlisted: boolean },
): boolean {
  return visibility === "public" || (isMember && (visibility === "protected" || includeUnlisted));
}
