import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const manifests = {
  "packages/core": {
    name: "@numipay/core",
    imports: {
      "#sha1": { node: "./dist/protocol/sha1-node.js", default: "./dist/protocol/sha1-web.js" },
    },
    exports: { ".": {}, "./node": {}, "./protocol": {}, "./contract/vectors.json": {} },
  },
  "packages/express": { name: "@numipay/express", exports: { ".": {} } },
  "packages/cli": { name: "@numipay/cli", exports: { ".": {} } },
  "packages/sandbox": { name: "@numipay/sandbox", exports: { ".": {} } },
  "packages/testing": { name: "@numipay/testing", exports: { ".": {} } },
  "apps/shop": { name: "shop" },
  "tools/bench": { name: "bench" },
  "tools/chaos": { name: "chaos" },
  "tools/measure": { name: "measure", exports: { ".": {} } },
  "tools/sample-tests": { name: "sample-tests", exports: { ".": {}, "./demo": {} } },
};

/** Writes a small repository into a new temporary folder: the usual manifests, and the files given. */
export function smallTree(files = {}) {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "numipay-repository-")));
  const write = (path, text) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  for (const [folder, manifest] of Object.entries(manifests)) {
    write(`${folder}/package.json`, JSON.stringify(manifest));
  }
  for (const [path, text] of Object.entries(files)) write(path, text);
  return root;
}
