import { connect } from "./tabserve/index.js";

const api = await connect({ worker: new URL("tabserve-worker.js", document.baseURI) });
const { url } = await api.registerService({
  id: "bars",
  type: "functions",
  config: { visibility: "public" },
  "chart.svg": ({ query_string: query }) => ({
    headers: { "Content-Type": "image/svg+xml" },
    body: toChart(toNumbers(query)),
  }),
  "table.csv": ({ query_string: query }) => ({
    headers: { "Content-Type": "text/csv" },
    body: ["place,value", ...toNumbers(query).map((value, i) => `${i + 1},${value}`)].join("\r\n"),
  }),
});

const input = document.querySelector("#values");
input.addEventListener("input", show);
show();

/** An image and a link like any other: their answers are made in this page. */
function show() {
  const query = new URLSearchParams({ values: input.value });
  document.querySelector("#chart").src = `${url}chart.svg?${query}`;
  document.querySelector("#table").href = `${url}table.csv?${query}`;
}

function toNumbers(query) {
  const text = new URLSearchParams(query).get("values") ?? "";
  return text.split(",").map(Number).filter(Number.isFinite);
}

function toChart(numbers) {
  const highest = Math.max(1, ...numbers);
  const bars = numbers.map((value, i) => {
    const height = (Math.max(0, value) / highest) * 100;
    return `<rect x="${i * 12 + 1}" y="${100 - height}" width="10" height="${height}" fill="#2a6fdb"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${numbers.length * 12} 100">${bars.join("")}</svg>`;
}
