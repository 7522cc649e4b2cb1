// What goes wrong is told: to the caller, and beside the code.
export default {
  id: "failing",
  type: "functions",
  config: { visibility: "public", timeout: 1 },

  // 500, and the line is marked
  throws: async () => {
    const user = undefined;
    return user.name;
  },

  // an answer of the function's own
  missing: async () => {
    throw Object.assign(new Error("No such user"), { status: 404 });
  },

  // 500: no status is that high
  wrong: async () => ({ status: 9000, body: "Over" }),

  // 504 after config.timeout, in seconds
  slow: () => new Promise(() => {}),

  // breaks off in the middle
  broken: async function* () {
    yield "It began well";
    await new Promise((resolve) => setTimeout(resolve, 300));
    throw new Error("and then it did not");
  },
};
