import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkDigitalOceanConfig } from "./config.js";

describe("a service's settings are taken", () => {
  test.each([
    [{}],
    [{ web: true }],
    [{ web: "raw" }],
    [{ web: false }],
    [{ webSecure: false }],
    [{ webSecure: "secret" }],
    [{ webSecure: 42 }],
    [{ parameters: { a: 1, b: null, c: [{}] } }],
    [{ environment: { PORT: "8080" } }],
    [{ limits: { timeout: 900_000, memory: 256, logs: 0, payload: 0, concurrency: 120, rate: 600 } }],
    [{ annotations: { final: true, "web-custom-options": false, "provide-api-key": true } }],
    [{ functions: { hello: { web: "raw", main: "handler", limits: { timeout: 1 } } } }],
    [
      {
        convention: "digitalocean",
        visibility: "public",
        singleton: true,
        activations: false,
        require_context: true,
      },
    ],
  ])("%j", (config) => {
    expect(checkDigitalOceanConfig(config)).toEqual(config);
  });

  test("undefined is absent", () => {
    expect(checkDigitalOceanConfig({ web: undefined, enviroment: undefined })).toEqual({});
    expect(checkDigitalOceanConfig(undefined)).toEqual({});
  });

  test("a later change of the object changes nothing", () => {
    const config = { parameters: { a: { b: 1 } } };
    const checked = checkDigitalOceanConfig(config);
    config.parameters.a.b = 2;
    expect(checked).toEqual({ parameters: { a: { b: 1 } } });
  });
});

describe("a service's settings are refused, by name", () => {
  test.each([
    [null, "config is null; it must be an object"],
    [[], "config is an array; it must be an object"],
    [{ web: "yes" }, 'config.web is "yes"; it must be true, "raw" or false'],
    [{ web: null }, "config.web is null"],
    [{ webSecure: true }, "config.webSecure is true; it must be false, or the secret"],
    [{ webSecure: "" }, 'config.webSecure is ""'],
    [{ parameters: [] }, "config.parameters is an array"],
    [{ environment: { PORT: 8080 } }, "config.environment.PORT is 8080; it must be a string; put numbers"],
    [{ environment: "A=1" }, 'config.environment is "A=1"; it must be an object'],
    [
      { limits: { timeout: 0 } },
      "config.limits.timeout is 0; it must be a whole number of milliseconds from 1 to 900000",
    ],
    [{ limits: { timeout: 900_001 } }, "config.limits.timeout is 900001"],
    [{ limits: { timeout: "3s" } }, 'config.limits.timeout is "3s"'],
    [{ limits: { timeout: 1.5 } }, "config.limits.timeout is 1.5"],
    [{ limits: { rate: -1 } }, "config.limits.rate is -1"],
    [
      { limits: { cpu: 1 } },
      "config.limits.cpu is no setting of this convention (value: 1); use one of timeout, memory",
    ],
    [{ annotations: { final: "yes" } }, 'config.annotations.final is "yes"; it must be true or false'],
    [{ annotations: { raw: true } }, "config.annotations.raw is no setting"],
    [
      { timeout: 30 },
      "config.timeout is 30; it must be left out; set config.limits.timeout, in milliseconds",
    ],
    [{ enviroment: {} }, "config.enviroment is no setting of this convention (value: an object); use one of"],
    [{ toString: 1 }, "config.toString is no setting"],
    [{ functions: { hello: { timeout: 1 } } }, "config.functions.hello.timeout is no setting"],
    [{ functions: { hello: { environment: { A: true } } } }, "config.functions.hello.environment.A is true"],
    [{ functions: { hello: null } }, "config.functions.hello is null; it must be an object"],
    [{ functions: { hello: { functions: {} } } }, "config.functions.hello.functions is no setting"],
    [{ functions: { hello: { main: 1 } } }, "config.functions.hello.main is 1; it must be a function's name"],
    [{ parameters: { a: 1n } }, "config cannot be kept as JSON"],
  ])("%o", (config, message) => {
    expect(() => checkDigitalOceanConfig(config)).toThrow(message);
  });

  test("only ever by an Error that begins with `config`", () => {
    fc.assert(
      fc.property(fc.anything(), (config) => {
        try {
          checkDigitalOceanConfig(config);
        } catch (error) {
          expect(error).toHaveProperty("message", expect.stringMatching(/^config/));
        }
      }),
    );
  });
});
