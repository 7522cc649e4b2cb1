// Only those who know the secret reach the function.
export default {
  id: "vault",
  type: "functions",
  config: {
    convention: "digitalocean",
    visibility: "public",
    functions: { open: { webSecure: "open-sesame" } },
  },

  open: (_event, context) => ({
    body: { gold: 40, openedBy: context.functionName },
  }),
};
