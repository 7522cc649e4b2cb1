import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { toSource } from "./source.js";

/** Makes it again where nothing of this file is. */
const remake = (value: unknown) => runInNewContext(`(${toSource(value)})`);

test("plain data is made again", () => {
  const data = {
    text: 'a "quoted"\n\u2028',
    numbers: [0, -0, 1.5, Number.NaN, Number.NEGATIVE_INFINITY],
    others: [true, null, undefined, 12n, /a\/b/gi],
    date: new Date(0),
    ["__proto__"]: { own: 1 },
  };
  const made = remake(data);
  expect(made).toMatchObject({ text: data.text, numbers: data.numbers });
  expect([made.others[3], String(made.others[4]), made.date.getTime()]).toEqual([12n, "/a\\/b/gi", 0]);
  expect(Object.hasOwn(made, "__proto__")).toBe(true);
});

test("functions are made again, however they are written", async () => {
  const made = remake({
    arrow: (a: number) => a + 1,
    async method(a: number) {
      return a + 2;
    },
    "with-dash": function named(a: number) {
      return a + 3;
    },
    *generator(a: number) {
      yield a + 4;
    },
    async *"asynchronous generator"(a: number) {
      yield a + 5;
    },
    nested: { deep: async (a: number) => a + 6 },
  });
  expect([made.arrow(0), await made.method(0), made["with-dash"](0)]).toEqual([1, 2, 3]);
  expect([...made.generator(0)]).toEqual([4]);
  expect((await made["asynchronous generator"](0).next()).value).toBe(5);
  expect(await made.nested.deep(0)).toBe(6);
});

test.each([
  ["a bound function", { f: (() => "").bind(null) }, "f is a bound or built-in function"],
  ["a built-in function", { api: { now: Date.now } }, "api.now is a bound or built-in function"],
  ["a map", { members: new Map() }, "members is"],
  ["an instance", { list: [new (class Shop {})()] }, "list[0] is"],
  ["a symbol", { key: Symbol("s") }, "key is"],
])("%s is refused with its place", (_, definition, message) => {
  expect(() => toSource(definition)).toThrow(`serve() with in: "page": ${message}`);
});
