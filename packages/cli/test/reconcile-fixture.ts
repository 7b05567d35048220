import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openGateway } from "./gateway-fixture.js";
import { runBinary } from "./run-numipay.js";
import { temporaryFolder } from "./temporary-folder.js";

/** The days of the missed webhooks. */
export const range = ["--from", "2026-01-01", "--to", "2026-01-31"];

/** The URL of the library, for modules outside of this package. */
export const core = import.meta.resolve("@numipay/core");

/** A webhook module whose inbox is in a file, so that it persists between runs. */
export const moduleText = (handler: string) => `
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { numipayWebhook } from ${JSON.stringify(core)};
const read = () => (existsSync("inbox.json") ? JSON.parse(readFileSync("inbox.json", "utf8")) : {});
const write = (name, value) => writeFileSync("inbox.json", JSON.stringify({ ...read(), [name]: value }));
const inbox = {
  claim: async ({ key, content }) => {
    const known = read()[key];
    if (known !== undefined) return { state: known === content ? "duplicate" : "conflict" };
    return { state: "new", lease: { fencingToken: 1, contradicts: undefined, tx: undefined } };
  },
  complete: async ({ key, content }) => (write(key, content), true),
  release: async () => undefined,
  ping: async () => { if (process.env.STORE_IS_DOWN) throw new Error("no store at 127.0.0.1"); },
  checkpoints: { read: async (name) => read()[name], write: async (name, value) => write(name, value) },
};
// Like a connection pool, keeps the process running until close() is called.
const open = setInterval(() => undefined, 1000);
export const close = () => clearInterval(open);
export const webhook = numipayWebhook({ inbox, onOutcome: () => undefined });
webhook.on("*", (event, { source }) => { ${handler} });
`;

/** A gateway with two missed webhooks, and a shop with a webhook module. */
export async function openShop(handler = "", moduleSource = moduleText(handler)) {
  const { sandbox, env } = await openGateway({ startAt: "2026-01-02T12:00:00Z" });
  for (const tracking_id of ["order-1", "order-2"]) {
    const fields = { tracking_id, user_id: "u-1", currency: "EUR", amount: "200.00" };
    await sandbox.fetch("/payments/hosted", {
      method: "POST",
      headers: { "x-api-key": sandbox.apiKey, "content-type": "application/json" },
      body: JSON.stringify({ request: fields }),
    });
  }
  await sandbox.advance("24h");
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "webhook.mjs"), moduleSource);
  const password = { NUMIPAY_SIGNATURE_PASSWORD: sandbox.signaturePassword };
  return {
    cwd,
    // In its own process, because each run loads the module again.
    reconcile: (args: string[], more: Record<string, string> = {}) =>
      runBinary(["reconcile", "--webhook-module", "webhook.mjs", ...args], {
        cwd,
        env: { ...env, ...password, ...more },
      }),
    credits: () => readFileSync(join(cwd, "credits.txt"), "utf8"),
  };
}
