import { asking, type Case, returning } from "./case.js";

const section = "7 Limits";
const ask = asking(section);
const gives = returning(section);
const post = (body: string) => ({ method: "POST", headers: { "content-type": "text/plain" }, body });
const limited = (limits: object) => ({ config: { limits } });
const own = (limits: object) => ({ config: { functions: { fn: { limits } } } });
const slow = () => new Promise((resolve) => setTimeout(() => resolve({ body: "x" }), 30));
const refused = (status: number, error: string, code: string) => ({
  status,
  error,
  invoked: false,
  headers: { "x-tabserve-error": code },
});
const size = (is: number, most: number) =>
  refused(413, `Request larger than allowed: ${is} > ${most} bytes.`, "payload-too-large");
const rate = (count: number, allowed: number) =>
  refused(
    429,
    `Too many requests in the last minute (count: ${count}, allowed: ${allowed}).`,
    "too-many-requests",
  );
const busy = (count: number, allowed: number) =>
  refused(
    429,
    `Too many concurrent requests in flight (count: ${count}, allowed: ${allowed}).`,
    "too-many-requests",
  );

export const limits: Case[] = [
  ask("a body of any size", post("x".repeat(100_000)), { status: 200 }),
  ask("a body of just the size", post("four"), { status: 200 }, limited({ payload: 4 })),
  ask("a body beyond it", post("fives"), size(5, 4), limited({ payload: 4 })),
  ask("bytes are counted", post("éé"), size(4, 3), limited({ payload: 3 })),
  ask("a function's own size", post("fives"), size(5, 4), own({ payload: 4 })),
  ask("any rate", {}, { status: 200 }, { before: 50 }),
  ask("a rate that is kept", {}, { status: 200 }, { before: 1, ...limited({ rate: 2 }) }),
  ask("a rate that is not", {}, rate(3, 2), { before: 2, ...limited({ rate: 2 }) }),
  ask("refused calls do not count", {}, rate(3, 2), { before: 5, ...limited({ rate: 2 }) }),
  ask("a function's own rate", {}, rate(2, 1), { before: 1, ...own({ rate: 1 }) }),
  gives("any number at a time", slow, { status: 200, body: "x" }, { during: 20 }),
  gives(
    "as many at a time as allowed",
    slow,
    { status: 200, body: "x" },
    { during: 1, ...limited({ concurrency: 2 }) },
  ),
  gives("one more at a time", slow, busy(2, 2), { during: 2, ...limited({ concurrency: 2 }) }),
  gives(
    "one after the other",
    slow,
    { status: 200, body: "x" },
    { before: 2, ...limited({ concurrency: 1 }) },
  ),
];
