import { expect, test } from "vitest";
import { OpenFiles } from "./open-files.js";

function open(...names: string[]): OpenFiles {
  const files = new OpenFiles();
  files.open(names.map((name) => ({ name, code: `// ${name}` })));
  return files;
}

const toNames = ({ list }: OpenFiles) => list.map(({ name }) => name);

test("shows the first of the files that were opened last", () => {
  const files = open("a.ts");
  files.open([
    { name: "b.ts", code: "b" },
    { name: "c.ts", code: "c" },
  ]);
  expect(files.current?.name).toBe("b.ts");
});

test("gives a taken name a number, and opens nothing twice", () => {
  const files = open("a.ts");
  files.open([{ name: "a.ts", code: "other" }]);
  files.open([{ name: "a.ts", code: "// a.ts" }]);
  expect(toNames(files)).toEqual(["a.ts", "a-2.ts"]);
  expect(files.current?.name).toBe("a.ts");
});

test("closes what is in the way of new files, but not what they are", () => {
  const files = new OpenFiles();
  files.open([
    { name: "seed.ts", code: "s", isUntouched: true },
    { name: "same.ts", code: "x", isUntouched: true },
  ]);
  files.open([{ name: "mine.ts", code: "m" }]);
  files.open([{ name: "same.ts", code: "x" }], false, ({ isUntouched }) => isUntouched === true);
  expect(toNames(files)).toEqual(["same.ts", "mine.ts"]);
});

test("a file that was edited is touched, also when nothing changed in the end", () => {
  const files = new OpenFiles();
  files.open([{ name: "a.ts", code: "1", isUntouched: true }]);
  const id = files.current?.id ?? 0;
  files.edit(id, "1");
  expect(files.current?.isUntouched).toBe(true);
  files.edit(id, "2");
  files.edit(id, "1");
  expect(files.current?.isUntouched).toBe(false);
});

test("after a file is closed the next is shown, else the one before", () => {
  const files = open("a.ts", "b.ts", "c.ts");
  files.select(files.list[1]?.id ?? 0);
  files.close(({ name }) => name === "b.ts");
  expect(files.current?.name).toBe("c.ts");
  files.close(({ name }) => name === "c.ts");
  expect(files.current?.name).toBe("a.ts");
  files.close(() => true);
  expect(files.current).toBeUndefined();
});

test("what was closed comes back, under a free name", () => {
  const files = open("a.ts", "b.ts");
  const closed = files.close(({ name }) => name === "a.ts");
  files.rename(files.current?.id ?? 0, "a.ts");
  files.reopen(closed);
  expect(toNames(files)).toEqual(["a.ts", "a-2.ts"]);
  expect(files.current?.code).toBe("// a.ts");
});

test.each([
  ["", "needs a name"],
  ["a/b.ts", "can be in the name"],
  ["b.ts", "Another tab is called b.ts"],
  ["x".repeat(41), "At most 40"],
])("refuses the name %j", (name, problem) => {
  const files = open("a.ts", "b.ts");
  expect(files.rename(files.list[0]?.id ?? 0, name)).toContain(problem);
  expect(toNames(files)).toEqual(["a.ts", "b.ts"]);
});
