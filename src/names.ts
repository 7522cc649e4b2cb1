/** What makes a name unusable as a workspace, service or client id in an address; `undefined` when it is fine. */
export function findNameProblem(name: unknown): string | undefined {
  if (typeof name !== "string") return `must be a string, not ${name === null ? "null" : typeof name}`;
  if (name === "") return "must not be empty";
  const bad = /[/:@*]|\.\./.exec(name);
  if (bad) return `must not contain ${JSON.stringify(bad[0])}, which has a meaning of its own in addresses`;
  if (name === ".") return 'must not be ".", which browsers remove from a URL';
  if (/\p{Surrogate}/u.test(name)) return "must be well-formed Unicode";
  return undefined;
}
