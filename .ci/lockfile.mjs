/**
 * Whether node_modules holds what the lock file says, by npm's own record of its last installation.
 * npm deletes the record before it installs and writes it at the end, so a broken-off installation counts as none.
 *
 * @param {{ packages: Record<string, { version?: string, integrity?: string, optional?: boolean }> }} lock package-lock.json
 * @param {typeof lock | undefined} installed node_modules/.package-lock.json
 */
export function isInstalled(lock, installed) {
  if (!installed) return false;
  const { "": _root, ...wanted } = lock.packages;
  const isNeeded = ([path, { optional }]) => path in installed.packages || !optional;
  const isSame = ([path, { version, integrity }]) =>
    installed.packages[path]?.version === version && installed.packages[path]?.integrity === integrity;
  return (
    Object.entries(wanted).filter(isNeeded).every(isSame) &&
    Object.keys(installed.packages).every((path) => path in wanted)
  );
}
