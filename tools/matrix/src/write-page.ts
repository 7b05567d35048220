import { writeFile } from "node:fs/promises";
import { listExceptions } from "./list-exceptions.js";
import { type Row, toNotRun, toSummary, toTables } from "./table.js";

const page = new URL("../../../docs/conformance.md", import.meta.url);

/** Writes the results to docs/conformance.md. */
export async function writePage(rows: readonly Row[], at: Date): Promise<void> {
  // Markdown reads the underscores as bold.
  const exceptions = listExceptions(rows).replaceAll("__proto__", "`__proto__`");
  const below = [exceptions, ...toNotRun(rows)].filter((part) => part !== "");
  const text = `# Conformance

Every adapter must pass the same conformance suite on a real server: each delivery of the
[contract](../packages/core/contract/vectors.json), valid or hostile, and each guarantee, such as that a delivery sent 15 times is
applied once. The cases are published in [@numipay/testing](../packages/testing/README.md).

\`npm run matrix -- --write\` wrote this page on ${at.toISOString().slice(0, 10)}, on ${process.platform} ${process.arch}. It runs the built packages: every adapter with each
supported major version of its framework, in each host setup, on each Node. On Bun, Deno and workerd it runs
\`numipayWebhook().fetch\` of \`@numipay/core\` with \`Bun.serve\`, \`Deno.serve\` and a Worker without \`nodejs_compat\`.

${toTables(rows)}

${toSummary(rows)}

- A cell shows how many cases passed. The number after a plus counts known exceptions.
- A known exception is a case that cannot pass on that host. It still runs and must fail. ${exceptions === "" ? "There are none." : "These are all of them:"}
${below.map((part) => `\n${part}\n`).join("")}`;
  await writeFile(page, text);
  console.log("\nWrote docs/conformance.md.");
}
