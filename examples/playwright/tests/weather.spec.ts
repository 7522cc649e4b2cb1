import { expect, test } from "tabserve/playwright";

test("shows what the server says of the city", async ({ page, serve }) => {
  const service = await serve({
    id: "weather",
    type: "functions",
    now: ({ query_string: query }: { query_string: string }) =>
      new URLSearchParams(query).get("city") === "Bern" ? { sky: "sunny", degrees: 21 } : { status: 404 },
  });
  await page.goto("/");
  await page.getByLabel("City").fill("Bern");
  await page.getByRole("button", { name: "Ask" }).click();
  await expect(page.getByRole("status")).toHaveText("sunny, 21 °C");
  expect(service.calls("now").map(({ query }) => query)).toEqual(["city=Bern"]);
});

test("says so when the server fails", async ({ page, serve }) => {
  await serve({
    id: "weather",
    type: "functions",
    now: () => {
      throw Object.assign(new Error("The thermometer is broken"), { status: 503 });
    },
  });
  await page.goto("/");
  await page.getByLabel("City").fill("Bern");
  await page.getByRole("button", { name: "Ask" }).click();
  await expect(page.getByRole("status")).toHaveText("Nobody knows. Try again later.");
});
