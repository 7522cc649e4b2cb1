// Plain functions, called by name: arguments in, a value out.
export default {
  id: "math",
  type: "functions",
  config: { visibility: "public" },

  add: (a: number, b: number) => a + b,

  text: {
    upper: ({ text }: { text: string }) => text.toUpperCase(),
  },

  // A generator becomes events.
  countdown: function* (from: number) {
    for (let n = from; n > 0; n--) yield n;
  },
};
