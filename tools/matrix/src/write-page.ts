// @ts-check
import type { Row } from "./table.js";
import { writeFile } from "node:fs/promises";
import { toNotRun, toSummary, toTables } from "./table.js";
import { toHoles } from "./to-holes.js";

const page = new URL("../../../docs/conformance.md", import.meta.url);

/** Writes what was seen to docs/conformance.md. */
export async function writePage(rows: readonly Row[], at: Date) {
  // Markdown would take the underscores for bold.
  const holes = toHoles(rows).replaceAll("__proto__", "`__proto__`");
  const below = [holes, ...toNotRun(rows)].filter((part) => part !== "");
  const text = `# Who passes the battery

Every adapter must pass one battery of cases over a real server: each delivery of the
[contract](../packages/core/contract/vectors.json), good or hostile, and each behaviour, such as that a delivery sent 15
times is applied once. The cases come from [@numipay/testing](../packages/testing/README.md).

This page is what \`npm run matrix -- --write\` saw on ${at.toISOString().slice(0, 10)}, ${process.platform} ${process.arch}: every adapter, with each
major of its framework, in each situation, on each Node. The adapters are those of the built packages. On Bun, Deno and
workerd it is \`numipayWebhook().fetch\` of \`@numipay/core\` under \`Bun.serve\`, \`Deno.serve\` and a Worker without
\`nodejs_compat\`.

${toTables(rows)}

${toSummary(rows)}

- A cell says how many cases passed. After a plus: holes.
- A hole is a case that cannot hold there. It is run all the same and must fail. ${holes === "" ? "There is none." : "These are all of them:"}
${below.map((part) => `\n${part}\n`).join("")}`;
  await writeFile(page, text);
  console.log("\nWritten: docs/conformance.md");
}
