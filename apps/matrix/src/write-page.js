// @ts-check
import { writeFile } from "node:fs/promises";
import { toHoles, toTable } from "./table.js";

const page = new URL("../../../docs/conformance.md", import.meta.url);

/**
 * Writes what was seen to docs/conformance.md.
 *
 * @param {readonly import("./table.js").Row[]} rows
 * @param {Date} at
 */
export async function writePage(rows, at) {
  const holes = toHoles(rows);
  const text = `# Who passes the battery

Every adapter must pass one battery of cases over a real server: each delivery of the
[contract](../packages/core/contract/vectors.json), good or hostile, and each behaviour, such as that a delivery sent 15
times is applied once. The cases come from [@numipay/testing](../packages/testing/README.md).

This page is what \`npm run matrix -- --write\` saw on ${at.toISOString().slice(0, 10)}, ${process.platform} ${process.arch}. On Node the adapters are
those of the built packages, on Node's own server. On Bun, Deno and workerd it is \`numipayWebhook().fetch\` of
\`@numipay/core\` under \`Bun.serve\`, \`Deno.serve\` and a Worker without \`nodejs_compat\`.

${toTable(rows)}

- passed, failed: cases of the battery.
- holes: cases that cannot hold there, run all the same to see that they fail. ${holes.length === 0 ? "There is none." : "Each with its reason:"}
${holes.length === 0 ? "" : `\n${holes.join("\n")}\n`}`;
  await writeFile(page, text);
  console.log("\nWritten: docs/conformance.md");
}
