import { request } from "tabserve/request";
import { drawChart, drawSunset, makeTone } from "./media.js";
import { guestbook, home, results, style } from "./pages.js";

/** The guestbook's entries and the visits that ended; they last as long as this tab. */
const entries = [];
let visits = 0;

const html = (body) => ({ headers: { "content-type": "text/html; charset=utf-8" }, body });

/** Every address of the site and what answers there: `index` is the folder itself. */
export const site = {
  id: "site",
  type: "functions",
  config: { visibility: "public" },
  index: () => html(home(visits)),
  "style.css": () => ({ headers: { "content-type": "text/css" }, body: style }),
  "greet.js": () => ({
    headers: { "content-type": "text/javascript" },
    body: 'export const greet = (hour) => (hour < 12 ? "Good morning" : hour < 18 ? "Good afternoon" : "Good evening");',
  }),

  // `<audio>` seeks by asking for ranges; those are answered without a line here.
  "tone.wav": () => ({ headers: { "content-type": "audio/wav" }, body: makeTone({ seconds: 30 }) }),
  "numbers.csv": () => ({
    headers: {
      "content-type": "text/csv",
      "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent("Zahlen für März.csv")}`,
    },
    body: "month,visits\nMärz,3\n",
  }),

  pictures: {
    "chart.svg": ({ query_string }) => {
      const values = new URLSearchParams(query_string).get("values") ?? "1";
      return { headers: { "content-type": "image/svg+xml" }, body: drawChart(values.split(",").map(Number)) };
    },
    "sunset.png": () => drawSunset({ width: 640, height: 240 }), // a Blob brings its type
  },

  guestbook: async (event) => {
    if (event.method !== "POST") return html(guestbook(entries));
    const form = await request(event).formData();
    const files = form.getAll("files").filter((file) => file.size > 0);
    entries.push({
      name: form.get("name"),
      files: await Promise.all(files.map(async (file) => ({ name: file.name, text: await file.text() }))),
    });
    return { status: 303, headers: { location: "guestbook" } };
  },

  search: async (event) => {
    const query = (await request(event).formData()).get("query");
    return html(
      results(
        query,
        entries.filter(({ name }) => name.includes(query)),
      ),
    );
  },

  // Told by sendBeacon, when somebody leaves.
  left: ({ body }) => {
    if (new TextDecoder().decode(body) === "bye") visits++;
    return { status: 204 };
  },
};
