import { EXAMPLES } from "../../src/playground/gallery/examples.js";
import { expect, getAnswer, getState, getSummary, getTab, open, openExample, test } from "./fixtures.js";

interface Expected {
  readonly status: number;
  /** In the answer's body, as it is shown; in the page, when it is HTML. */
  readonly body: string | RegExp;
}

/** What each ready request is answered with, by example and title. */
const ANSWERS: Readonly<Record<string, Readonly<Record<string, Expected>>>> = {
  Hello: {
    "Hello World": { status: 200, body: '"message": "Hello World"' },
    Home: { status: 200, body: "Home page" },
  },
  Notes: {
    List: { status: 200, body: "[]" },
    "Add one": { status: 201, body: '"text": "Buy milk"' },
    "One that is not there": { status: 404, body: "No note 7" },
  },
  Form: {
    "The form": { status: 200, body: "Order tea" },
    Order: { status: 200, body: "Green tea for Ada." },
  },
  Photos: {
    "The album": { status: 200, body: "Photos: 0" },
    "Upload one": { status: 200, body: "Photos: 1" },
    "That photo": { status: 200, body: "" },
  },
  Clock: { Listen: { status: 200, body: /tick 1\{"time":/ } },
  Report: {
    "A month": { status: 200, body: /^day,city,visitors\n1,Basel,\d+\n/ },
    "Three days": { status: 200, body: /3,Turku,\d+\n$/ },
  },
  Pictures: { Ada: { status: 200, body: "" }, Grace: { status: 200, body: "" } },
  Site: {
    Home: { status: 200, body: "Every page here is made by a function" },
    Time: { status: 200, body: "It was " },
    "No such page": { status: 404, body: "There is no page /nowhere" },
  },
  Hono: {
    Books: { status: 200, body: "Solaris" },
    "One book": { status: 200, body: '"price": 9' },
    "Add a book": { status: 201, body: '"id": "3"' },
    "No such book": { status: 404, body: "No such book" },
  },
  "Parsed and raw": {
    Jane: { status: 200, body: "Hello Jane!" },
    "By form": { status: 200, body: "Hello Sammy!" },
    "The whole result": { status: 200, body: '"body": {' },
    Echo: { status: 200, body: '"body": "as it came"' },
  },
  Secret: {
    "With the secret": { status: 200, body: '"gold": 40' },
    Without: { status: 401, body: "Authentication" },
  },
  "By name": {
    add: { status: 200, body: "3" },
    "text.upper": { status: 200, body: "LOUD" },
    countdown: { status: 200, body: /message3.*message2.*message1/ },
  },
  Failures: {
    Throws: { status: 500, body: "TypeError" },
    "404 of its own": { status: 404, body: "No such user" },
    "No answer at all": { status: 500, body: "status is 9000" },
    "Too slow": { status: 504, body: "deadline of 1 s" },
    "Breaks off": { status: 200, body: "It began well" },
  },
};

test.use({ contextOptions: { reducedMotion: "reduce" } });

test("every example deploys, and its requests are answered as they say", async ({
  page,
  host,
  browserName,
}) => {
  test.setTimeout(60_000);
  await open(page, host);
  expect(Object.keys(ANSWERS)).toEqual(EXAMPLES.map(({ title }) => title));
  for (const { title, files } of EXAMPLES) {
    await openExample(page, title);
    for (const { name, requests } of files) {
      await getTab(page, name).click();
      await expect(getState(page), title).toHaveText("Deployed");
      const answers = ANSWERS[title] ?? {};
      // The code is the same in every engine: that it runs in another one shows in its first answer.
      const asked = browserName === "chromium" ? requests : requests.slice(0, 1);
      for (const { title: request = "", url } of asked) {
        const { status, body } = answers[request] ?? { status: 0, body: "no answer is expected" };
        const answered = page.waitForResponse((response) => response.url().endsWith(url));
        await page
          .getByRole("group", { name: "Ready requests" })
          .getByRole("button", { name: request, exact: true })
          .click();
        expect((await answered).request().isNavigationRequest()).toBe(false);
        await expect(getSummary(page), `${title}, ${request}`).toContainText(String(status));
        const isPage = (await getSummary(page).textContent())?.includes("text/html");
        const shown = isPage ? page.frameLocator("iframe").locator("body") : getAnswer(page);
        await expect(shown, `${title}, ${request}`).toContainText(body);
      }
    }
  }
});
