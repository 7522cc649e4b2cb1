import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type RequestParts, toHash, toRequestKey } from "./repeat.js";

const toBody = (bytes: readonly number[]) => new Uint8Array(bytes).buffer;
const bytes = fc.array(fc.nat(255), { maxLength: 70 });

describe("the hash of a body", () => {
  test("is the same for the same bytes", () => {
    fc.assert(
      fc.property(bytes, (body) => {
        const [one, same] = [toHash(toBody(body)), toHash(toBody(body))];
        return one === same;
      }),
    );
  });

  test("sees a change of any bit", () => {
    const place = fc.record({
      body: fc.array(fc.nat(255), { minLength: 1, maxLength: 70 }),
      bit: fc.nat(7),
      index: fc.nat(),
    });
    fc.assert(
      fc.property(place, ({ body, bit, index }) => {
        const changed = body.map((byte, i) => (i === index % body.length ? byte ^ (1 << bit) : byte));
        return toHash(toBody(body)) !== toHash(toBody(changed));
      }),
    );
  });

  test.each([
    [[], [0]],
    [[0], [0, 0]],
    [
      [0, 0, 0],
      [0, 0, 0, 0],
    ],
    [
      [1, 0, 0, 0],
      [0, 0, 0, 1],
    ],
  ])("tells %j from %j", (a, b) => {
    expect(toHash(toBody(a))).not.toBe(toHash(toBody(b)));
  });

  test("none is like no bytes", () => {
    expect(toHash(null)).not.toBe(toHash(toBody([0])));
  });
});

describe("the key of a request", () => {
  const request: RequestParts = {
    ...{ client: "c", method: "GET", workspace: "W", serviceId: "S", path: "/f", query: "a=1" },
    headers: [["accept", "*/*"]],
  };

  test.each<Partial<RequestParts>>([
    { client: "d" },
    { method: "POST" },
    { workspace: "X" },
    { face: "services" },
    { serviceId: "T" },
    { path: "/f/" },
    { query: "" },
    { headers: [["accept", "text/plain"]] },
    { headers: [] },
  ])("differs with %j", (change) => {
    expect(toRequestKey({ ...request, ...change }, "0")).not.toBe(toRequestKey(request, "0"));
  });

  test("differs with the body, and with nothing else of a call", () => {
    expect(toRequestKey(request, "1")).not.toBe(toRequestKey(request, "0"));
    const call = { ...request, id: 1, at: 2, isEarly: true };
    expect(toRequestKey(call, "0")).toBe(toRequestKey(request, "0"));
  });
});
