import { writeFile } from "node:fs/promises";
import { listExceptions } from "./list-exceptions.js";
import { type Row, toAppTables, toNotRun, toSummary, toTables } from "./table.js";

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

\`npm run matrix -- --write\` wrote this page on ${at.toISOString().slice(0, 10)}, on ${process.platform} ${process.arch}.

- A cell shows how many cases passed. The number after a plus counts known exceptions.
- A known exception is a case that cannot pass on that host. It still runs and must fail. The reasons are
  [below](#known-exceptions).

## Conformance suite

It runs the built packages: every adapter with each supported major version of its framework, in each host setup, on each Node. On
Bun, Deno and workerd it runs \`numipayWebhook().fetch\` of \`@numipay/core\` with \`Bun.serve\`, \`Deno.serve\` and a Worker without
\`nodejs_compat\`. SvelteKit, Nuxt and Elysia run it in the apps of the runtime tests: Nuxt is a build of Nitro 2, its server, and Elysia
runs on Bun. SvelteKit 3 does not run on Node 20.

${toTables(rows)}

## Runtime tests

Small [apps](../tools/matrix/runtimes), written as each runtime's users write them, with the packed packages installed by npm. Each
setup must apply a delivery once, reject a forged one, verify the bytes that were sent or report that they were not available, and
report a missing signature password. An app with a client must also create a checkout, send a payment once although the gateway
closes a connection that was used before, and report a refused connection and a proxy that refuses the tunnel.

${toAppTables(rows)}

${toSummary(rows)}

## Known exceptions

${exceptions === "" ? "There are none." : "These are all of them:"}
${below.map((part) => `\n${part}\n`).join("")}`;
  await writeFile(page, text);
  console.log("\nWrote docs/conformance.md.");
}
