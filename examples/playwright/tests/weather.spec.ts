import { expect, test } from "tabserve/playwright";

test("shows what the server says of the city", async ({ page, serve }) => {
  const cities: (string | null)[] = [];
  await serve(
    {
      id: "api",
      type: "functions",
      weather({ query_string: query }: { query_string: string }) {
        cities.push(new URLSearchParams(query).get("city"));
        return { sky: "sunny", degrees: 21 };
      },
    },
    { at: "/api/" },
  );
  await page.goto("/");
  await page.getByLabel("City").fill("Bern");
  await page.getByRole("button", { name: "Ask" }).click();
  await expect(page.getByRole("status")).toHaveText("sunny, 21 °C");
  expect(cities).toEqual(["Bern"]);
});

test("says so when the server fails", async ({ page, serve }) => {
  const service = await serve(
    { id: "api", type: "functions", weather: () => ({ status: 503, body: "The thermometer is broken" }) },
    { at: "/api/" },
  );
  await page.goto("/");
  await page.getByLabel("City").fill("Bern");
  await page.getByRole("button", { name: "Ask" }).click();
  await expect(page.getByRole("status")).toHaveText("Nobody knows. Try again later.");
  expect(service.calls("weather")).toHaveLength(1);
});
