// DigitalOcean's convention: query and body become parameters.
export default {
  id: "greetings",
  type: "functions",
  config: {
    convention: "digitalocean",
    visibility: "public",
    parameters: { greeting: "Hello" },
    functions: { hello: { limits: { timeout: 5000 } } },
  },

  hello: ({ greeting, name = "stranger", http }, context) => {
    context.log("asked by", name, "with", http.method);
    return { body: { message: `${greeting} ${name}!` } };
  },
};
