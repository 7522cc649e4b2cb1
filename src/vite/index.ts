/** The plugin. @module tabserve/vite */

export { type TabserveOptions, tabserve } from "./plugin.js";
