import { defineConfig } from "vite";
import { VitePWA } from "vite-plugin-pwa";

export default defineConfig({
  plugins: [
    VitePWA({
      strategies: "injectManifest",
      srcDir: "src",
      filename: "sw.ts",
      injectRegister: false, // connect() registers it
      injectManifest: { rollupFormat: "iife" },
      devOptions: { enabled: true, type: "module" },
      manifest: { name: "Shopping list", short_name: "Shopping", display: "standalone", icons: [] },
    }),
  ],
});
