import type { PlainRequest } from "../call/plain-request.js";
import type { Example, ExampleFile } from "./gallery.js";

/** What stands for a photo. */
const PICTURE = `<svg xmlns="http://www.w3.org/2000/svg" width="160" height="120">
  <rect width="160" height="120" fill="#9db1ff"/><circle cx="115" cy="35" r="16" fill="#fff3c4"/>
  <path d="M0 120 55 45l40 50 20-20 45 45z" fill="#3b55c4"/></svg>`;

const toUrl = (path: string) => `playground/${path.startsWith("services/") ? "" : "apps/"}${path}`;

const get = (title: string, path: string): PlainRequest => ({ title, method: "GET", url: toUrl(path) });

const post = (title: string, path: string, body: PlainRequest["body"]): PlainRequest => ({
  ...{ title, method: "POST", url: toUrl(path), body },
});

const json = (text: string) => ({ kind: "json", text }) as const;

const form = (fields: Readonly<Record<string, string>>) =>
  ({ kind: "form", fields: Object.entries(fields).map(([name, value]) => ({ name, value })) }) as const;

const file = (name: string, ...requests: PlainRequest[]): ExampleFile => ({ name, requests });

/** In the order in which they are offered. */
export const EXAMPLES: readonly Example[] = [
  {
    title: "Hello",
    about: "Two functions of a service: the first thing to change.",
    convention: "Hypha",
    files: [
      file("hello.ts", get("Hello World", "hello-functions/hello-world/"), get("Home", "hello-functions/")),
    ],
  },
  {
    title: "Notes",
    about: "A JSON API that keeps its notes in the browser.",
    convention: "Hypha",
    files: [
      file(
        "notes.ts",
        get("List", "notes/"),
        post("Add one", "notes/", json('{\n  "text": "Buy milk"\n}')),
        get("One that is not there", "notes/7"),
      ),
    ],
  },
  {
    title: "Form",
    about: "A page with a form, and the page that answers it.",
    convention: "Hypha",
    files: [
      file(
        "tea.ts",
        get("The form", "tea/"),
        post("Order", "tea/order", form({ name: "Ada", tea: "Green" })),
      ),
    ],
  },
  {
    title: "Photos",
    about: "Upload files, see them on a page; they stay in this browser.",
    convention: "Hypha",
    files: [
      file(
        "photos.ts",
        get("The album", "photos/"),
        post("Upload one", "photos/upload", {
          kind: "multipart",
          fields: [{ name: "photo", value: { name: "hills.svg", type: "image/svg+xml", text: PICTURE } }],
        }),
        get("That photo", "photos/photo?name=hills.svg"),
      ),
    ],
  },
  {
    title: "Clock",
    about: "Server-sent events, one a second, until you stop them.",
    convention: "Hypha",
    files: [file("clock.ts", get("Listen", "clock/"))],
  },
  {
    title: "Report",
    about: "A CSV file that is streamed while it is made.",
    convention: "Hypha",
    files: [
      file(
        "report.ts",
        get("A month", "report/visitors.csv"),
        get("Three days", "report/visitors.csv?days=3"),
      ),
    ],
  },
  {
    title: "Pictures",
    about: "A PNG for each name, drawn on a canvas of this tab.",
    convention: "Hypha",
    files: [file("picture.ts", get("Ada", "picture/ada"), get("Grace", "picture/grace"))],
  },
  {
    title: "Site",
    about: "Pages that link to each other, with a style sheet.",
    convention: "Hypha",
    files: [
      file("site.ts", get("Home", "site/"), get("Time", "site/time"), get("No such page", "site/nowhere")),
    ],
  },
  {
    title: "Hono",
    about: "An app with routes, middleware and errors of its own.",
    convention: "fetch",
    files: [
      file(
        "shop.ts",
        get("Books", "shop/"),
        get("One book", "shop/books/2"),
        post("Add a book", "shop/books", json('{ "title": "Kindred", "price": 11 }')),
        get("No such book", "shop/books/99"),
      ),
    ],
  },
  {
    title: "Parsed and raw",
    about: "Two services: one gets parameters, one the request as it came.",
    convention: "DigitalOcean",
    files: [
      file(
        "parsed.ts",
        get("Jane", "greetings/hello?name=Jane"),
        post("By form", "greetings/hello", form({ name: "Sammy" })),
        get("The whole result", "greetings/hello.json"),
      ),
      file("raw.ts", post("Echo", "raw/echo?a=1", { kind: "text", text: "as it came" })),
    ],
  },
  {
    title: "Secret",
    about: "A function that asks for a secret: webSecure.",
    convention: "DigitalOcean",
    files: [
      file(
        "secret.ts",
        { ...get("With the secret", "vault/open"), headers: [["X-Require-Whisk-Auth", "open-sesame"]] },
        get("Without", "vault/open"),
      ),
    ],
  },
  {
    title: "By name",
    about: "Plain functions of plain arguments, with no HTTP in them.",
    convention: "Hypha",
    files: [
      file(
        "math.ts",
        get("add", "services/math/add?a=1&b=2"),
        post("text.upper", "services/math/text.upper", json('{ "text": "loud" }')),
        get("countdown", "services/math/countdown?from=3"),
      ),
    ],
  },
  {
    title: "Failures",
    about: "Throws, answers nonsense, takes too long, breaks off: see what is told.",
    convention: "Hypha",
    files: [
      file(
        "failing.ts",
        get("Throws", "failing/throws"),
        get("404 of its own", "failing/missing"),
        get("No answer at all", "failing/wrong"),
        get("Too slow", "failing/slow"),
        get("Breaks off", "failing/broken"),
      ),
    ],
  },
];
