import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const run = promisify(execFile);
const require = createRequire(import.meta.url);
const cwd = dirname(require.resolve("@numipay/core/package.json"));

/** In a process of its own, because Node reports the errors as uncaught exceptions. */
const program = `
  import { tracingChannel } from "node:diagnostics_channel";
  import { createReceiver, Numipay, signPayload, telemetryChannels } from ${JSON.stringify(pathToFileURL(`${cwd}/dist/index.js`).href)};
  let uncaught = 0;
  process.on("uncaughtException", () => { uncaught += 1; });
  for (const name of telemetryChannels) {
    for (const event of ["start", "end", "asyncStart", "asyncEnd", "error"]) {
      tracingChannel(name)[event].subscribe(() => { throw new Error("broken exporter"); });
    }
  }
  let sent = 0;
  const fetch = async () => { sent += 1; return Response.json({ url: "https://pay.example/1" }); };
  const numipay = new Numipay({ apiKey: "k", baseUrl: "https://x.example", fetch });
  const { url } = await numipay.payouts.request({ tracking_id: "a", user_id: "u", currency: "EUR", amount: "1.00" });
  const signaturePassword = "p".repeat(32);
  const receiver = createReceiver({ signaturePassword, onOutcome() {} });
  let handled = 0;
  receiver.on("*", async () => { handled += 1; });
  const text = JSON.stringify({ transaction_id: "t", user_id: "u", tracking_id: "a", status: "successful", currency: "EUR", amount: "1.00", transaction_type: "deposit" });
  const { outcome } = await receiver.receive({
    method: "POST",
    header: (name) => (name === "x-signature" ? signPayload(text, signaturePassword) : undefined),
    body: async () => ({ form: "bytes", bytes: Buffer.from(text) }),
  });
  await new Promise((resolve) => setImmediate(resolve));
  console.log(JSON.stringify({ url, sent, outcome, handled, uncaught }));`;

describe("subscribers that throw", () => {
  it("do not affect a payment or a delivery", async () => {
    const { stdout } = await run(process.execPath, ["--input-type=module", "-e", program], { cwd });
    // Seven operations with four events each.
    expect(JSON.parse(stdout)).toEqual({
      url: "https://pay.example/1",
      sent: 1,
      outcome: "processed",
      handled: 1,
      uncaught: 28,
    });
  });
});
