import { execFile, fork } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createSandbox } from "@numipay/sandbox";
import { describe, expect, it, onTestFinished } from "vitest";
import { moduleText } from "./reconcile-fixture.js";
import { closedUrl } from "./serve.js";
import { temporaryFolder } from "./temporary-folder.js";

const binary = fileURLToPath(new URL("../bin/numipay.js", import.meta.url));
const page = readFileSync(new URL("../../../docs/incident.md", import.meta.url), "utf8");
const rehearsal = page.slice(
  page.indexOf("## Rehearse it"),
  page.indexOf("## A deploy killed us during payouts"),
);
const blocks = [...rehearsal.matchAll(/^ {3}```sh\n([\s\S]*?)^ {3}```$/gm)].map(
  ([, block = ""]) => block,
);

/** The shell functions of the first block, which the later ones use. */
const definitions = /[\s\S]*^ {3}\}$/m.exec(blocks[0] ?? "")?.[0] ?? "";

/** Writes the ledger of step 9. */
const credit =
  'if (event.status === "successful") appendFileSync("ledger.csv", `${event.tracking_id},${event.amount},${event.currency}\\n`);';

const serverText = `
import { createServer } from "node:http";
import { webhook } from "./webhook.mjs";
const server = createServer(async (request, response) => {
  const chunks = await request.toArray();
  const { method, headers, url } = request;
  const delivery = new Request("http://shop.test" + url, { method, headers, body: Buffer.concat(chunks) });
  const { status } = await webhook.fetch(delivery);
  response.writeHead(status).end();
});
server.listen(process.env.PORT, "127.0.0.1", () => process.send("ready"));
`;

describe("the rehearsal of the runbook", () => {
  it("recovers from two hours without a server", async () => {
    const sandbox = await createSandbox();
    onTestFinished(() => sandbox.close());
    const shop = new URL(await closedUrl());
    sandbox.setWebhookUrl(`${shop.origin}/webhooks/numipay`);
    const { url } = await sandbox.listen();
    const cwd = temporaryFolder();
    mkdirSync(join(cwd, "bin"));
    symlinkSync(binary, join(cwd, "bin", "numipay"));
    writeFileSync(join(cwd, "package.json"), '{"type":"module"}');
    writeFileSync(join(cwd, "webhook.mjs"), moduleText(credit));
    writeFileSync(join(cwd, "server.js"), serverText);
    writeFileSync(join(cwd, "ledger.csv"), "tracking_id,amount,currency\n");
    const env = {
      COLUMNS: "200",
      PORT: shop.port,
      PATH: `${join(cwd, "bin")}:${process.env["PATH"] ?? ""}`,
      NUMIPAY_API_KEY: sandbox.apiKey,
      NUMIPAY_BASE_URL: url,
      NUMIPAY_SIGNATURE_PASSWORD: sandbox.signaturePassword,
    };

    async function startServer(): Promise<() => Promise<void>> {
      const server = fork(join(cwd, "server.js"), { cwd, env, execArgv: [] });
      const ended = once(server, "exit");
      onTestFinished(() => void server.kill("SIGKILL"));
      await Promise.race([once(server, "message"), ended]);
      return async () => {
        server.kill("SIGKILL");
        await ended;
      };
    }
    function run(block: string): Promise<string> {
      const rest = block.replace(definitions, "");
      const script = `npx() { shift; numipay "$@"; }\nset -eu\n${definitions}\n${rest}`;
      return new Promise((resolve, reject) => {
        execFile("sh", ["-c", script], { cwd, env }, (error, stdout, stderr) => {
          if (error === null) resolve(`${stdout}${stderr}`);
          else reject(new Error(`${error.message}\n${stdout}${stderr}`));
        });
      });
    }
    const credits = () => readFileSync(join(cwd, "ledger.csv"), "utf8").trim().split("\n").slice(1);

    expect(blocks).toHaveLength(5);
    const [arrives = "", missed = "", recover = "", late = "", compare = ""] = blocks;
    const stop = await startServer();
    await run(arrives);
    expect(credits()).toEqual(["order-1,10.00,EUR"]);

    await stop();
    await run(missed);
    const isRetried = (tracking_id: string) => {
      const { transaction_id } = sandbox
        .transactions()
        .find((one) => one.tracking_id === tracking_id) ?? { transaction_id: undefined };
      const attempts = sandbox
        .deliveries()
        .filter((one) => one.transaction_id === transaction_id && one.status === "successful");
      return attempts.at(-1)?.nextAttemptAt !== null;
    };
    expect([isRetried("order-2"), isRetried("order-3")]).toEqual([false, true]);

    await startServer();
    const recovered = await run(recover);
    expect(recovered).toContain("exit code 1\n");
    expect(recovered).toContain("3 listed from 2026-01-01 to 2026-01-01; 2 missing");
    expect(recovered).toContain("3 listed from 2026-01-01 to 2026-01-01; 2 applied.");

    await run(late);
    expect(isRetried("order-3")).toBe(false);
    expect(credits()).toEqual(["order-1,10.00,EUR", "order-2,20.00,EUR", "order-3,30.00,EUR"]);
    expect(await run(compare)).toContain("3 entries compared with 3 transactions: they agree.");
  }, 120_000);
});
