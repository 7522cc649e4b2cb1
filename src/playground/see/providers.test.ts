import { expect, test } from "vitest";
import type { ServiceInfo } from "../../index.js";
import { groupByPage, parseServiceId } from "./providers.js";

const FUNCTION = { type: "function", function: { name: "" } } as const;

const toInfo = (id: string, schema: ServiceInfo["service_schema"] = {}, type = "functions"): ServiceInfo => ({
  ...{ id, type, name: "", description: "", config: {}, docs: "", app_id: "*", url: "" },
  service_schema: schema,
});

test("services are grouped by their page, this page first", () => {
  const infos = [
    toInfo("w/other:b"),
    toInfo("w/mine:a", { hello: FUNCTION, api: { v1: { users: FUNCTION } } }),
    toInfo("w/other:c", {}, "fetch"),
  ];
  expect(groupByPage(infos, "mine")).toEqual([
    {
      ...{ clientId: "mine", isThisPage: true },
      services: [{ name: "a", type: "functions", functions: ["hello", "api/v1/users"] }],
    },
    {
      ...{ clientId: "other", isThisPage: false },
      services: [
        { name: "b", type: "functions", functions: [] },
        { name: "c", type: "fetch", functions: [] },
      ],
    },
  ]);
});

test("a service's name may have colons, a workspace's none", () => {
  expect(parseServiceId("w/client:a:b")).toEqual({ client: "client", name: "a:b" });
  expect(parseServiceId("odd")).toEqual({ client: "", name: "odd" });
});
