import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { isTabserveError } from "./errors.js";
import { type ConnectOptions, checkOptions, type ReadOptions } from "./options.js";

const read: ReadOptions = {
  workspace: "W",
  clientId: "c1",
  script: "https://example.org/tabserve-worker.js",
  scope: "https://example.org/",
};

/** `code: message` of the refusal. */
function refusalOf(given: ConnectOptions, changed: Partial<ReadOptions> = {}): string {
  try {
    checkOptions(given, { ...read, ...changed });
    return "fine";
  } catch (error) {
    if (isTabserveError(error)) return `${error.code}: ${error.message}`;
    throw error;
  }
}

beforeEach(() => {
  vi.stubGlobal("document", {});
  vi.stubGlobal("origin", "https://example.org");
});
afterEach(() => {
  vi.unstubAllGlobals();
});

describe("connect: names", () => {
  test.each(["W", "my ws", "größe ☃", "a.b", "-"])("the workspace %j is fine", (workspace) => {
    expect(refusalOf({ workspace }, { workspace })).toBe("fine");
  });

  test.each([
    ["a/b", 'must not contain "/", which has a meaning of its own in addresses'],
    ["", "must not be empty"],
    [".tabserve", 'must not start with "."; such names are reserved'],
    ["a..b", 'must not contain "..", which has a meaning of its own in addresses'],
  ])("the workspace %j is refused", (workspace, problem) => {
    expect(refusalOf({ workspace }, { workspace })).toBe(
      `bad-option: connect() got workspace ${JSON.stringify(workspace)}, which ${problem}`,
    );
  });

  test.each([
    ["a:b", 'must not contain ":", which has a meaning of its own in addresses'],
    ["", "must not be empty"],
  ])("the client_id %j is refused", (clientId, problem) => {
    expect(refusalOf({ client_id: clientId }, { clientId })).toBe(
      `bad-option: connect() got client_id ${JSON.stringify(clientId)}, which ${problem}`,
    );
  });

  test("a client_id may begin with a dot, and one that was not given is not looked at", () => {
    expect(refusalOf({ client_id: ".c" }, { clientId: ".c" })).toBe("fine");
    expect(refusalOf({}, { clientId: "a:b" })).toBe("fine");
  });
});

describe("connect: the worker and its scope", () => {
  test.each([
    ["worker", "script"],
    ["scope", "scope"],
  ] as const)("%s must be a URL", (option, key) => {
    const { [key]: _unparsed, ...rest } = read;
    expect(() => checkOptions({ [option]: "http://" }, rest as ReadOptions)).toThrow(
      `connect() got ${option} "http://", which must be a URL or a path`,
    );
  });

  test.each([
    ["worker", "script", "https://elsewhere.example/tabserve-worker.js"],
    ["worker", "script", "https://example.org.evil.example/tabserve-worker.js"],
    ["worker", "script", "http://example.org/tabserve-worker.js"],
    ["scope", "scope", "https://example.org:8443/"],
  ] as const)("%s must be on the page's origin: %s %s", (option, key, url) => {
    expect(refusalOf({ [option]: url }, { [key]: url })).toBe(
      `bad-option: connect() got ${option} "${url}", which must be on the page's origin, https://example.org`,
    );
  });

  test.each([
    ["worker", "script", "https://example.org/w.js#part"],
    ["scope", "scope", "https://example.org/a/#part/"],
  ] as const)("%s must not have a fragment", (option, key, url) => {
    expect(refusalOf({ [option]: url }, { [key]: url })).toBe(
      `bad-option: connect() got ${option} "${url}", which must not contain "#"`,
    );
  });

  test("the scope must end with a slash", () => {
    expect(refusalOf({ scope: "/a" }, { scope: "https://example.org/a" })).toBe(
      'bad-option: connect() got scope "/a", which must end with "/"',
    );
  });

  test("a URL object is shown as its text", () => {
    const worker = new URL("https://elsewhere.example/w.js");
    expect(refusalOf({ worker }, { script: worker.href })).toMatch('worker "https://elsewhere.example/w.js"');
  });

  test("a sandboxed page, which has no origin, is left to the error of its own", () => {
    vi.stubGlobal("origin", "null");
    expect(refusalOf({})).toBe("fine");
  });
});

test("connect: where there is no page it says so, whatever the options are", () => {
  vi.stubGlobal("document", undefined);
  expect(refusalOf({ workspace: "a/b" })).toMatch(/^no-page: connect\(\) was called where there is no page/);
});

describe("connect: a token", () => {
  test("is refused: tokens are not supported yet", () => {
    expect(refusalOf({ token: "t" })).toBe(
      "not-supported: connect() got a token, and tokens are not supported yet; leave it out",
    );
  });
});
