import { describe, expect, test } from "vitest";
import { toFileName } from "./save.js";

describe("the file name in a Content-Disposition (RFC 6266)", () => {
  test.each([
    ['attachment; filename="report.csv"', "report.csv"],
    ["attachment; filename=report.csv", "report.csv"],
    ["attachment;filename=report.csv; size=3", "report.csv"],
    ['attachment; FILENAME="report.csv"', "report.csv"],
    ["attachment; FILENAME=report.csv", "report.csv"],
    ['attachment; filename="a; b.csv"', "a; b.csv"],
    ['attachment; filename="a \\"b\\" \\\\c.csv"', 'a "b" \\c.csv'],
    ["attachment; filename*=UTF-8''gr%C3%B6%C3%9Fe%20a.csv", "größe a.csv"],
    ["attachment; filename=plain.csv; filename*=utf-8''%E2%98%83.csv", "☃.csv"],
    ["attachment; filename*=UTF-8''%ff.csv; filename=plain.csv", "plain.csv"],
    ['inline; filename="page.html"', "page.html"],
  ])("%s is %s", (disposition, name) => {
    expect(toFileName(disposition)).toBe(name);
  });

  test.each([null, "", "attachment", "attachment; size=3", "attachment; filename*=UTF-8''%ff"])(
    "there is none in %j",
    (disposition) => {
      expect(toFileName(disposition)).toBeUndefined();
    },
  );
});
