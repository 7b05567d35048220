// One file an entry instead of forty: finding, reading and compiling each module is what an import costs.
// tsc writes the types beside them. Decision 0005.
import { defineConfig } from "rolldown";

export default defineConfig({
  input: {
    index: "src/index.ts",
    node: "src/node.ts",
    protocol: "src/protocol.ts",
    // Chosen by the runtime through `imports` in package.json, so files of their own.
    "protocol/sha1-node": "src/protocol/sha1-node.ts",
    "protocol/sha1-web": "src/protocol/sha1-web.ts",
  },
  external: [/^node:/, /^#/, "ofetch"],
  platform: "neutral",
  output: { dir: "dist", format: "esm", chunkFileNames: "shared/[name].js" },
});
