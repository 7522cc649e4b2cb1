/** Who calls, as a handler sees it (Hypha, `context.user`). */
export interface User {
  readonly id: string;
  readonly roles: readonly string[];
  readonly is_anonymous: boolean;
  readonly scope: {
    readonly current_workspace: string;
    /** Permission per workspace: read, read and write, admin. */
    readonly workspaces: Readonly<Record<string, "r" | "rw" | "a">>;
    readonly client_id: string | null;
    readonly extra_scopes: readonly string[];
  };
  readonly email: string | null;
  readonly parent: string | null;
  /** Epoch seconds. */
  readonly expires_at: number | null;
  readonly current_workspace: string;
}

/** A caller without credentials; a member's page is anonymous too, but may read and write its workspace. */
export function toAnonymousUser(workspace: string, caller: string | undefined, member: boolean): User {
  return {
    id: caller ?? "anonymous",
    roles: ["anonymous"],
    is_anonymous: true,
    scope: {
      current_workspace: workspace,
      workspaces: member ? { [workspace]: "rw" } : {},
      client_id: caller ?? null,
      extra_scopes: [],
    },
    email: null,
    parent: null,
    expires_at: null,
    current_workspace: workspace,
  };
}
