/** A worker whose services cannot be served. */
import { createHost } from "../../sw/host.js";

createHost({ services: [{ id: "hello", type: "functions", config: { visibility: "open" } }] }).listen();
