import { describe, expect, test } from "vitest";
import type { Visibility, WireService } from "../protocol.js";
import { findDenial, isListed } from "./access.js";

function toWireService(visibility: Visibility): WireService {
  return {
    id: "S",
    type: "functions",
    visibility,
    singleton: false,
    streams: false,
    notify: true,
    timeout: 1_000,
    since: 0,
    info: "{}",
  };
}

const stranger = { isMember: false, hasToken: false };
const strangerWithToken = { isMember: false, hasToken: true };
const member = { isMember: true, hasToken: false };
const memberWithToken = { isMember: true, hasToken: true };

describe("Hypha, visibility: who may reach a service", () => {
  test.each([
    ["public", "a stranger", stranger],
    ["public", "a stranger with a token, which never reduces access", strangerWithToken],
    ["public", "a member", member],
    ["unlisted", "a stranger who knows the id", stranger],
    ["unlisted", "a stranger with a token", strangerWithToken],
    ["unlisted", "a member", member],
    ["protected", "a member", member],
    ["protected", "a member with a token, which never reduces access", memberWithToken],
  ] as const)("a %s one: %s", (visibility, _who, caller) => {
    expect(findDenial(toWireService(visibility), caller)).toBeUndefined();
  });

  test("a protected one is refused to a stranger", () => {
    expect(findDenial(toWireService("protected"), stranger)).toBe("not-permitted");
  });

  test("a protected one is refused to a token, as no workspace issues any", () => {
    expect(findDenial(toWireService("protected"), strangerWithToken)).toBe("bad-token");
  });
});

describe("Hypha, visibility: whom a service is listed to", () => {
  test.each([
    ["public", { isMember: false, includeUnlisted: false }, true],
    ["public", { isMember: false, includeUnlisted: true }, true],
    ["public", { isMember: true, includeUnlisted: false }, true],
    ["public", { isMember: true, includeUnlisted: true }, true],
    ["unlisted", { isMember: false, includeUnlisted: false }, false],
    ["unlisted", { isMember: false, includeUnlisted: true }, false],
    ["unlisted", { isMember: true, includeUnlisted: false }, false],
    ["unlisted", { isMember: true, includeUnlisted: true }, true],
    ["protected", { isMember: false, includeUnlisted: false }, false],
    ["protected", { isMember: false, includeUnlisted: true }, false],
    ["protected", { isMember: true, includeUnlisted: false }, true],
    ["protected", { isMember: true, includeUnlisted: true }, true],
  ] as const)("a %s one to %o: %j", (visibility, view, expected) => {
    expect(isListed(toWireService(visibility), view)).toBe(expected);
  });
});
