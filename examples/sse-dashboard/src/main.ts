import { connect } from "tabserve";
import { metrics } from "./metrics.ts";

const api = await connect();
const { url } = await api.registerService(metrics);

const line = document.querySelector("#line") as SVGPolylineElement;
const now = document.querySelector("#now") as HTMLOutputElement;
const state = document.querySelector("#state") as HTMLElement;

/** Values shown at a time. */
const WIDTH = 300;
const values: number[] = [];

const events = new EventSource(new URL("load", url));
events.onopen = () => {
  state.textContent = `Live from ${url}load`;
};
events.onerror = () => {
  state.textContent = "The stream ended; connecting again…";
};
events.onmessage = ({ data, lastEventId }) => {
  const { load }: { load: number } = JSON.parse(data);
  values.push(load);
  if (values.length > WIDTH) values.shift();
  now.textContent = `${Math.round(load * 100)} %`;
  now.title = `event ${lastEventId}`;
  line.setAttribute("points", values.map((value, x) => `${x},${98 - value * 96}`).join(" "));
};
