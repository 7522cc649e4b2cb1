import { describe, expect, test } from "vitest";
import { toAnonymousUser } from "./user.js";

describe("Hypha, user: no credentials", () => {
  test("is anonymous, with every key that handlers may read", () => {
    expect(toAnonymousUser("W", "caller", false)).toEqual({
      id: "caller",
      roles: ["anonymous"],
      is_anonymous: true,
      scope: { current_workspace: "W", workspaces: {}, client_id: "caller", extra_scopes: [] },
      email: null,
      parent: null,
      expires_at: null,
      current_workspace: "W",
    });
  });

  test("an unknown caller has no client id", () => {
    const { id, scope } = toAnonymousUser("W", undefined, false);
    expect([id, scope.client_id]).toEqual(["anonymous", null]);
  });

  test("a page connected to the workspace may read and write it", () => {
    expect(toAnonymousUser("W", "caller", true).scope.workspaces).toEqual({ W: "rw" });
  });
});
