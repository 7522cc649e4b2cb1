import { expect, test } from "vitest";
import { toMultipart } from "./multipart.js";

test("a form is read back as it was", async () => {
  const form = new FormData();
  form.append('a "quoted"\nname', "one\ntwo");
  form.append("file", new File([new Uint8Array([0, 255, 13, 10])], 'ä "b".txt', { type: "text/mine" }));
  form.append("file", new File([], "empty"));
  const back = await new Response(toMultipart(form)).formData();
  const files = back.getAll("file") as File[];
  expect(back.get('a "quoted"\r\nname')).toBe("one\r\ntwo");
  expect(files.map(({ name, type }) => [name, type])).toEqual([
    ['ä "b".txt', "text/mine"],
    ["empty", "application/octet-stream"],
  ]);
  expect([...new Uint8Array((await files[0]?.arrayBuffer()) ?? [])]).toEqual([0, 255, 13, 10]);
});

test("an empty form has its end alone", async () => {
  expect(await toMultipart(new FormData()).text()).toMatch(/^--tabserve-[0-9a-f-]{36}--\r\n$/);
});
