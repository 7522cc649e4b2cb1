import { expect, test } from "vitest";
import { formatHex } from "./hex.js";

test("gives offset, numbers and characters of 16 bytes a line", () => {
  const bytes = new Uint8Array([...new TextEncoder().encode("GIF89a\0~ 0123456789"), 255]);
  expect(formatHex(bytes, 4096)).toBe(
    [
      "00001000  47 49 46 38 39 61 00 7e  20 30 31 32 33 34 35 36  GIF89a·~ 0123456",
      `00001010  37 38 39 ff${" ".repeat(39)}789·`,
      "",
    ].join("\n"),
  );
});
