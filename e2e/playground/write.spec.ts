import {
  click,
  expect,
  getAnswer,
  getEditor,
  getFunctions,
  getProblem,
  getServices,
  getState,
  getSummary,
  getTab,
  getTabs,
  open,
  openExample,
  replaceCode,
  send,
  test,
  toCode,
} from "./fixtures.js";

test.use({ contextOptions: { reducedMotion: "reduce" } });

test("a syntax error is marked while it is typed, and told when it is deployed, while the last service answers", async ({
  page,
  host,
}) => {
  await open(page, host);
  await replaceCode(page, 'export default {\n  id: "hello-functions",\n  broken: (a,, b) => 1,\n}');
  await expect(page.locator(".cm-lintRange-error")).toHaveText(",");
  await expect(getState(page)).toHaveText("Edited");
  await click(page, "Deploy");
  await expect(getProblem(page)).toContainText("SyntaxError");
  await expect(getTab(page, "hello.ts")).toHaveAccessibleName(/has an error/);
  await send(page);
  await expect(getAnswer(page)).toContainText("Hello World");
  await getProblem(page)
    .getByRole("button", { name: /^Line \d/ })
    .click();
  await expect(getEditor(page)).toBeFocused();
});

test("an error is shown where the code threw it: at once, later, or in a handler", async ({ page, host }) => {
  await open(page, host);
  const marked = page.locator(".cm-line", { has: page.locator(".cm-lintRange-error") });
  await replaceCode(page, 'const a = 1;\nthrow new Error("Not yet");\nexport default {};');
  await click(page, "Deploy");
  await expect(getProblem(page)).toContainText("Error: Not yet");
  await expect(marked).toContainText("Not yet");
  await replaceCode(page, `${toCode("")};\n\nsetTimeout(() => { throw new Error("Too late"); });`);
  await click(page, "Deploy");
  await expect(getProblem(page)).toContainText("Error: Too late");
  await expect(marked).toContainText("setTimeout");
  await replaceCode(
    page,
    `const text: string = "";\n${toCode('boom() { throw new Error("In a handler"); }')}`,
  );
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(getSummary(page)).toContainText("500");
  await expect(getProblem(page)).toContainText("Error: In a handler");
  await expect(marked).toContainText("boom()");
  await click(page, "Deploy");
  await expect(getProblem(page)).toBeHidden();
});

test("a service that cannot be registered is refused with the library's words", async ({ page, host }) => {
  await open(page, host);
  await replaceCode(page, "export default { type: 'functions' }");
  await click(page, "Deploy");
  await expect(getProblem(page)).toContainText("Service id undefined is missing");
  await replaceCode(page, "export const service = {}");
  await click(page, "Deploy");
  await expect(getProblem(page)).toContainText("export default {");
});

test("TypeScript and the bundled modules run; what is not there is named with what is", async ({
  page,
  host,
}) => {
  await open(page, host);
  await replaceCode(
    page,
    `enum Tea { green = "Green" }
    const brew = <T extends Tea>(tea: T): string => \`\${tea} tea\` satisfies string;
    ${toCode("tea: (): string => brew(Tea.green)")}`,
  );
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(getAnswer(page)).toHaveText("Green tea");
  await replaceCode(page, `const { Hono } = await import("hono");\nimport _ from "lodash";\n${toCode("")}`);
  await click(page, "Deploy");
  await expect(getProblem(page)).toContainText('no module "lodash" here. What can be imported: hono,');
  await expect(page.locator(".cm-lintRange-error")).toHaveText("lodash");
});

test("tabs are opened, renamed, moved between and closed by the keyboard alone", async ({ page, host }) => {
  await open(page, host);
  await page.getByRole("button", { name: "New service" }).focus();
  await page.keyboard.press("Enter");
  await expect(getTabs(page)).toHaveText([/hello\.ts/, /service\.ts/]);
  await expect(getFunctions(page).getByRole("button")).toHaveCount(3);
  await getTab(page, "service.ts").focus();
  await page.keyboard.press("F2");
  const name = page.getByLabel("Name of the tab");
  await name.fill("hello.ts");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Another tab is called hello.ts")).toBeVisible();
  await name.fill("mine.ts");
  await page.keyboard.press("Enter");
  await expect(getTab(page, "mine.ts")).toHaveAttribute("aria-selected", "true");
  await getTab(page, "mine.ts").focus();
  await page.keyboard.press("ArrowLeft");
  await expect(getTab(page, "hello.ts")).toBeFocused();
  await expect(getEditor(page)).toContainText("Hello World");
  await page.keyboard.press("Delete");
  await expect(getTabs(page)).toHaveText([/mine\.ts/]);
  await expect(getFunctions(page)).not.toContainText("hello-functions");
  await click(page, "Undo");
  await expect(getFunctions(page)).toContainText("hello-functions");
});

test("two tabs cannot have the same service", async ({ page, host }) => {
  await open(page, host);
  await click(page, "New service");
  await expect(getState(page)).toHaveText("Deployed");
  await replaceCode(page, toCode(""));
  await click(page, "Deploy");
  await expect(getProblem(page)).toContainText("hello.ts has a service hello-functions, too");
});

test("without a tab there is a way on", async ({ page, host }) => {
  await open(page, host);
  await getTab(page, "hello.ts").focus();
  await page.keyboard.press("Delete");
  await expect(getServices(page).getByText("No service is open")).toBeVisible();
  await expect(getServices(page).getByRole("button", { name: "New service" }).last()).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(getState(page)).toHaveText("Deployed");
});

test("each tab has its own undo, and all outlive a reload until one starts over", async ({ page, host }) => {
  await open(page, host);
  await replaceCode(page, toCode('"hello-world": () => "Kept"'));
  await click(page, "New service");
  await getEditor(page).click();
  await page.keyboard.type("// second\n");
  await getTab(page, "hello.ts").click();
  await getEditor(page).click();
  await page.keyboard.press("ControlOrMeta+z");
  await expect(getEditor(page)).toContainText("Hello World");
  await page.keyboard.press("ControlOrMeta+Shift+z");
  await expect(getEditor(page)).toContainText("Kept");
  await page.reload();
  await expect(getTabs(page)).toHaveText([/hello\.ts/, /service\.ts/]);
  await send(page);
  await expect(getAnswer(page)).toHaveText("Kept");
  await click(page, "More");
  await click(page, "Start over");
  await expect(getTabs(page)).toHaveText([/hello\.ts/]);
  await send(page);
  await expect(getAnswer(page)).toContainText("Hello World");
});

test("an example takes the place of what nobody changed, and leaves what somebody wrote", async ({
  page,
  host,
}) => {
  await open(page, host);
  await openExample(page, "Site");
  await expect(getTabs(page)).toHaveText([/site\.ts/]);
  await getEditor(page).click();
  await page.keyboard.type("// mine\n");
  await openExample(page, "Notes");
  await expect(getTabs(page)).toHaveText([/site\.ts/, /notes\.ts/]);
});
