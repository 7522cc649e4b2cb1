import { connect } from "tabserve";

const api = await connect({ workspace: "demo" });
await api.registerService({
  id: "hello",
  type: "functions",
  config: { visibility: "public" },
  index: () => "first",
});
