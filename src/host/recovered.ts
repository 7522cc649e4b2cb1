/** What a host knows of the pages that it has not heard of since it started. */
export interface RecoveryState {
  /** Nothing to wait for: the registry is what the pages say. */
  readonly isOver: boolean;
  /** Resolves when every page has joined or is gone, when `isEnough` and the grace is over, or when patience is. */
  settle(isEnough: () => boolean): Promise<void>;
  /** Whether this client is connected and has not joined. */
  isMissing(client: string): boolean;
  /** Whether a page of the workspace may have run a request for an earlier start and cannot say so. */
  isUncertain(workspace: string): boolean;
  /** Whether a page of the workspace does not answer. */
  isSilent(workspace: string): boolean;
}

/** Of a host that lives and dies with its services. */
export const RECOVERED: RecoveryState = {
  isOver: true,
  settle: async () => {},
  isMissing: () => false,
  isUncertain: () => false,
  isSilent: () => false,
};
