/** Size Limit's plugins have no types. */
declare module "@size-limit/file" {
  const plugins: (...args: unknown[]) => unknown;
  export = plugins;
}
