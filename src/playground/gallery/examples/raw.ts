// DigitalOcean's raw functions get the request as it came.
export default {
  id: "raw",
  type: "functions",
  config: {
    convention: "digitalocean",
    visibility: "public",
    functions: { echo: { web: "raw" } },
  },

  echo: ({ http }) => ({
    statusCode: 200,
    headers: { "Content-Type": "application/json", "X-Echo": "yes" },
    body: {
      method: http.method,
      path: http.path,
      query: http.queryString,
      body: http.body,
      isBase64Encoded: http.isBase64Encoded,
    },
  }),
};
