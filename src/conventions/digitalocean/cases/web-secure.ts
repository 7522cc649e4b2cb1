import { asking, type Case } from "./case.js";

const section = "4 webSecure";
const ask = asking(section);
const secret = { config: { webSecure: "Secret" } };
const REFUSED = {
  status: 401,
  error: "Authentication is possible but has failed or not yet been provided.",
  invoked: false,
};
const sending = (value: string) => ({ headers: { "X-Require-Whisk-Auth": value } });
const OPTIONS = { method: "OPTIONS" };
const own = { config: { ...secret.config, annotations: { "web-custom-options": true } } };

export const webSecure: Case[] = [
  ask("without the header", {}, REFUSED, secret),
  ask("another value", sending("other"), REFUSED, secret),
  ask("another case", sending("secret"), REFUSED, secret),
  ask("an empty value", sending(""), REFUSED, secret),
  ask(
    "the secret, which is passed on",
    sending("Secret"),
    { status: 200, seen: { "x-require-whisk-auth": "Secret" } },
    secret,
  ),
  ask("a number", sending("42"), { status: 200 }, { config: { webSecure: 42 } }),
  ask("false", {}, { status: 200 }, { config: { webSecure: false } }),
  ask(
    "false of a function in a secret service",
    {},
    { status: 200 },
    {
      config: { webSecure: "Secret", functions: { fn: { webSecure: false } } },
    },
  ),
  ask("a secret of a function", {}, REFUSED, { config: { functions: { fn: { webSecure: "Secret" } } } }),
  ask("a raw function", {}, REFUSED, { config: { web: "raw", webSecure: "Secret" } }),
  ask("an extension does not lead around it", { path: "/fn.json" }, REFUSED, secret),
  ask("OPTIONS of its own runs without it", OPTIONS, { status: 200 }, own),
  ask("other methods with options of its own do not", {}, REFUSED, own),
];
