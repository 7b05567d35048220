import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { toLedger } from "../../src/doctor/read-options.js";
import { toOrder } from "../../src/doctor/orders.js";
import { runDoctor } from "../../src/doctor/run-doctor.js";

const serveSample = fileURLToPath(new URL("../programs/dist/serve-sample.js", import.meta.url));

/** Starts a sample app in its own process, until the test ends. */
async function startSample(name: string) {
  const child = spawn(process.execPath, [serveSample, name], {
    // The app's log of malformed requests is not relevant.
    stdio: ["ignore", "pipe", "ignore"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  child.stdout.setEncoding("utf8");
  const [line] = (await Promise.race([
    once(child.stdout, "data"),
    once(child, "exit").then(() => Promise.reject(new Error(`${name} did not start`))),
  ])) as [string];
  return JSON.parse(line) as { webhook: string; password: string; control: string };
}

describe("the sample app", () => {
  it.each(["express-shop", "koa-sleeper", "nestjs-hire-desk", "hono-arcade"])(
    "%s passes every check",
    { timeout: 60_000 },
    async (name) => {
      const { webhook, password, control } = await startSample(name);
      const { signal } = new AbortController();
      const report = await runDoctor({
        url: new URL(webhook),
        signaturePassword: password,
        orders: async () => toOrder(await (await fetch(`${control}/order`)).json()),
        ledger: toLedger(`${control}/ledger`, { env: {}, signal }),
      });
      const wrong = report.checks.filter(({ verdict }) => verdict !== "passed");
      expect(wrong.map(({ id, verdict, observed }) => `${id} ${verdict}: ${observed}`)).toEqual([]);
    },
  );
});
