import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// Where the build goes: cargo's `target` is ignored by git and warm in CI.
const outDir = process.env.MIZZLE_STUDIO_OUT ?? "../../../target/studio";

/**
 * Chunks by what they are for, so that the first view carries neither editor nor diagram. A group
 * takes what its modules need along: `vendor` chooses first, or the diagram would take React.
 */
const groups = [
  { name: "erd", test: /node_modules\/(@xyflow|@dagrejs|d3-|classcat|zustand|use-sync-external-store)/, priority: 30 },
  { name: "editor", test: /node_modules\/(@codemirror|@lezer|@marijn|style-mod|crelt|w3c-keyname)/, priority: 20 },
  { name: "vendor", test: /node_modules\/(react|react-dom|scheduler|@tanstack)\//, priority: 40 },
];

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { "d3-color": fileURLToPath(new URL("src/erd/colour.ts", import.meta.url)) } },
  // The page's content policy has no `data:` for images and no inline script.
  build: {
    outDir,
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2022",
    // Browsers with `light-dark()`: for others each colour would be written three times.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      // What they make is nothing but a value: parts of React Flow that nobody uses are left out.
      treeshake: { manualPureFunctions: ["memo", "forwardRef", "createContext"] },
      output: {
        // No hash in the names: the server's ETag does the caching.
        entryFileNames: "app.js",
        chunkFileNames: "[name].js",
        assetFileNames: "[name][extname]",
        codeSplitting: { groups },
      },
    },
  },
  // `vite dev` beside a running `mizzle studio`.
  server: { proxy: { "/api": process.env.MIZZLE_STUDIO_URL ?? "http://127.0.0.1:4983" } },
});
