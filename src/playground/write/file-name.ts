/** Characters that a name may have: it must fit on a tab. */
const LONGEST_NAME = 40;

/** Why a tab cannot have this name; `undefined` when it can. */
export function findNameProblem(name: string, taken: readonly string[]): string | undefined {
  if (name === "") return "A tab needs a name.";
  if (name.length > LONGEST_NAME) return `At most ${LONGEST_NAME} characters fit on a tab.`;
  if (/[\\/:*?"<>|]/.test(name)) return 'None of \\ / : * ? " < > | can be in the name of a file.';
  return taken.includes(name) ? `Another tab is called ${name}.` : undefined;
}

/** The name itself, or `a-2.ts` for `a.ts` when that is taken. */
export function toFreeName(name: string, taken: readonly string[]): string {
  const [, stem = name, extension = ""] = /^(.+?)(\.[^.]*)?$/.exec(name) ?? [];
  let free = name;
  for (let count = 2; taken.includes(free); count++) free = `${stem}-${count}${extension}`;
  return free;
}
