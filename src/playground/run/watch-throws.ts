/**
 * Tells of what running code throws: in timers, in promises nobody waits for, and in handlers, whose errors the library
 * writes to the console of their page with their stacks.
 */
export function watchThrows(onThrow: (thrown: unknown) => void): void {
  addEventListener("error", ({ error }) => onThrow(error));
  addEventListener("unhandledrejection", ({ reason }) => onThrow(reason));
  const { error } = console;
  console.error = (...values: unknown[]) => {
    error.apply(console, values);
    for (const value of values) if (value instanceof Error) onThrow(value);
  };
}
