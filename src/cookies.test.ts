import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { storeCookies, writeCookies } from "./cookies.js";

const URL_ = "https://example.org/W/apps/S/f";
const written: string[] = [];
const warn = vi.spyOn(console, "warn").mockImplementation(() => {});

beforeEach(() => {
  const document = Object.defineProperty({}, "cookie", { set: (cookie) => written.push(cookie) });
  vi.stubGlobal("document", document);
});

afterEach(() => {
  written.length = 0;
  warn.mockClear();
  vi.unstubAllGlobals();
});

describe("The cookies of an answer", () => {
  test("are written for the request's path, not the page's", async () => {
    await writeCookies(["a=1", "b=%20; Path=/; SameSite=Lax; Secure"], URL_);
    expect(written).toEqual(["a=1; Path=/W/apps/S", "b=%20; Path=/; SameSite=lax; Secure"]);
    expect(warn).not.toHaveBeenCalled();
  });

  test("are deleted by a time that is past", async () => {
    await writeCookies(["a=; Max-Age=0"], URL_);
    expect(written).toEqual(["a=; Path=/W/apps/S; Expires=Thu, 01 Jan 1970 00:00:00 GMT"]);
  });

  test("are written without HttpOnly, which is said once for each name", async () => {
    await writeCookies(["session=1; HttpOnly", "session=2; HttpOnly", "other=1; HttpOnly"], URL_);
    await writeCookies(["session=3; HttpOnly"], URL_);
    expect(written).toHaveLength(4);
    expect(warn.mock.calls).toEqual([
      [
        "tabserve: cookie session is set without HttpOnly: no script can set that, and every script can read it",
      ],
      [
        "tabserve: cookie other is set without HttpOnly: no script can set that, and every script can read it",
      ],
    ]);
  });

  test("that no browser takes are not written, and said", async () => {
    await writeCookies(["__Host-a=1"], URL_);
    expect(written).toEqual([]);
    expect(warn).toHaveBeenCalledExactlyOnceWith(
      "tabserve: cookie __Host-a cannot be set: names that begin with __Host- need Secure, Path=/ and no Domain",
    );
  });

  test("that a sandbox refuses are said, and never reject", async () => {
    const refuse = () => {
      throw new DOMException("The document is sandboxed", "SecurityError");
    };
    vi.stubGlobal("document", Object.defineProperty({}, "cookie", { set: refuse }));
    await writeCookies(["sandboxed=1"], URL_);
    expect(warn).toHaveBeenCalledExactlyOnceWith(
      "tabserve: cookie sandboxed cannot be set: SecurityError: The document is sandboxed",
    );
  });

  test("are taken off it once they are written", async () => {
    const headers: [string, string][] = [
      ["set-cookie", "a=1"],
      ["x-a", "1"],
    ];
    const answer = await storeCookies({ status: 200, headers, body: "x" }, URL_);
    expect(answer).toEqual({ status: 200, headers: [["x-a", "1"]], body: "x" });
    expect(written).toEqual(["a=1; Path=/W/apps/S"]);
  });
});
