export default {
  id: "hello-functions",
  type: "functions",
  config: {
    visibility: "public",
    require_context: true,
  },

  "hello-world": async (event, context) => ({
    status: 200,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ message: "Hello World" }),
  }),

  index: async (event, context) => ({
    status: 200,
    body: "Home page",
  }),
};
