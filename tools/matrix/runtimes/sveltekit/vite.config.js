import adapter from "@sveltejs/adapter-node";
import { sveltekit } from "@sveltejs/kit/vite";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [sveltekit({ adapter: adapter() })],
  // The tests of the Nodes run at the same time, in the same folder.
  cacheDir: `.vite-${process.pid}`,
});
