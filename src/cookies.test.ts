import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { storeCookies, writeCookies } from "./cookies.js";

const SCOPE = "https://example.org/app/";
const written: string[] = [];
const warn = vi.spyOn(console, "warn").mockImplementation(() => {});

beforeEach(() => {
  const document = Object.defineProperty({}, "cookie", { set: (cookie) => written.push(cookie) });
  vi.stubGlobal("document", document);
  vi.stubGlobal("location", { pathname: "/app/page" });
});

afterEach(() => {
  written.length = 0;
  warn.mockClear();
  vi.unstubAllGlobals();
});

describe("The cookies of an answer", () => {
  test("are for the whole scope, unless they have a Path", async () => {
    await writeCookies(["a=1", "b=%20; Path=/; SameSite=Lax; Secure"], SCOPE);
    expect(written).toEqual(["a=1; Path=/app", "b=%20; Path=/; SameSite=lax; Secure"]);
    expect(warn).not.toHaveBeenCalled();
  });

  test("that this page cannot read back are written, and said", async () => {
    await writeCookies(["deep=1; Path=/app/W/apps/S", "near=1; Path=/app", "far=1; Path=/ap"], SCOPE);
    expect(written).toHaveLength(3);
    const toWarning = (name: string, path: string) =>
      `tabserve: cookie ${name} has the Path ${path}: this page cannot read it, so no handler here gets it; use Path=/`;
    expect(warn.mock.calls).toEqual([[toWarning("deep", "/app/W/apps/S")], [toWarning("far", "/ap")]]);
  });

  test("are deleted by a time that is past", async () => {
    await writeCookies(["a=; Max-Age=0"], SCOPE);
    expect(written).toEqual(["a=; Path=/app; Expires=Thu, 01 Jan 1970 00:00:00 GMT"]);
  });

  test("are written without HttpOnly, which is said once for each name", async () => {
    await writeCookies(["session=1; HttpOnly", "session=2; HttpOnly", "other=1; HttpOnly"], SCOPE);
    await writeCookies(["session=3; HttpOnly"], SCOPE);
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
    await writeCookies(["__Host-a=1"], SCOPE);
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
    await writeCookies(["sandboxed=1"], SCOPE);
    expect(warn).toHaveBeenCalledExactlyOnceWith(
      "tabserve: cookie sandboxed cannot be set: SecurityError: The document is sandboxed",
    );
  });

  test("are taken off it once they are written", async () => {
    const headers: [string, string][] = [
      ["set-cookie", "a=1"],
      ["x-a", "1"],
    ];
    const answer = await storeCookies({ status: 200, headers, body: "x" }, SCOPE);
    expect(answer).toEqual({ status: 200, headers: [["x-a", "1"]], body: "x" });
    expect(written).toEqual(["a=1; Path=/app"]);
  });
});
