// Server-sent events: the answer goes on until the reader stops.
export default {
  id: "clock",
  type: "functions",
  config: { visibility: "public", sse: true },

  index: async function* () {
    for (let tick = 1; tick <= 600; tick++) {
      const time = new Date().toLocaleTimeString();
      yield { event: "tick", id: String(tick), data: { time } };
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  },
};
