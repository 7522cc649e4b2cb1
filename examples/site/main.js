import { connect } from "tabserve";
import { site } from "./site.js";

const api = await connect({ workspace: "examples" });
const { url } = await api.registerService(site);

document.querySelector("#site").src = url;
