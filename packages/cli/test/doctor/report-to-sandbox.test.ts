import { createSandbox, type Sandbox, type SandboxOptions } from "@numipay/sandbox";
import { describe, expect, it, onTestFinished } from "vitest";
import { createReceiver } from "../broken-receivers/correct-receiver.js";
import {
  createTestLedger,
  serveReceiver,
  signaturePassword,
} from "../broken-receivers/serve-receiver.js";
import { runNumipay } from "../run-numipay.js";
import { closedUrl, serve } from "../serve.js";

const password = { NUMIPAY_SIGNATURE_PASSWORD: signaturePassword };

async function openSandbox(options: SandboxOptions): Promise<{ sandbox: Sandbox; url: string }> {
  const sandbox = await createSandbox(options);
  onTestFinished(() => sandbox.close());
  return { sandbox, url: (await sandbox.listen()).url };
}

/** Serves a correct endpoint, and a sandbox whose account has its address. */
async function openShop(): Promise<{ sandbox: Sandbox; url: string; endpoint: string }> {
  const endpoint = (await serveReceiver(createReceiver(createTestLedger()))).href;
  return { endpoint, ...(await openSandbox({ webhookUrl: endpoint })) };
}

/** The step of the welcome page. */
async function doctorStep(sandbox: Sandbox): Promise<string> {
  const page = await sandbox.fetch("/", { headers: { accept: "text/html" } });
  const [, step = ""] = (await page.text()).split('id="doctor"');
  return step.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");
}

describe("the result of numipay doctor", { timeout: 60_000 }, () => {
  it("appears on the welcome page of the sandbox in NUMIPAY_BASE_URL", async () => {
    const { sandbox, url, endpoint } = await openShop();
    const run = { env: { ...password, NUMIPAY_BASE_URL: `${url}/api` } };
    const { exitCode, stderr } = await runNumipay(["doctor", endpoint], run);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: `The result is on the sandbox's welcome page: ${url}/#doctor\n`,
    });
    expect(await doctorStep(sandbox)).toMatch(/Last run: \d\d passed, 0 failed, 5 not checked/);
  });

  it("appears on that of --sandbox, without query and password", async () => {
    const { sandbox, url, endpoint } = await openShop();
    sandbox.setWebhookUrl(`${endpoint}?token=hidden`);
    const bodies: string[] = [];
    const proxy = await serve((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        bodies.push(body);
        const { method = "GET", url: path = "" } = request;
        const headers = { origin: url, "content-type": "application/json" };
        void fetch(url + path, { method, headers, ...(body === "" ? {} : { body }) }).then(
          async (answer) => response.writeHead(answer.status).end(await answer.text()),
        );
      });
    });
    const args = ["doctor", `${endpoint}?token=hidden`, "--sandbox", proxy];
    const run = { env: { ...password, NUMIPAY_BASE_URL: await closedUrl() } };
    const { exitCode, stderr } = await runNumipay(args, run);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: `The result is on the sandbox's welcome page: ${proxy}/#doctor\n`,
    });
    expect(await doctorStep(sandbox)).toContain("Last run:");
    expect(Object.keys(JSON.parse(bodies.at(-1) ?? "") as object)).toEqual(["url", "totals"]);
    expect(bodies.join("")).not.toMatch(/hidden|receiver-password/);
  });

  it("does not change the exit code or the JSON document", async () => {
    const { sandbox, url, endpoint } = await openShop();
    const wrong = { NUMIPAY_SIGNATURE_PASSWORD: "another-password-of-40-characters-abcdef" };
    const args = ["doctor", endpoint, "--json", "--sandbox", url];
    const { exitCode, stdout } = await runNumipay(args, { env: wrong });
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ isPassed: false });
    expect(await doctorStep(sandbox)).toMatch(/Last run: \d+ passed, [1-9]\d* failed/);
  });

  it("is not reported for another address, and the note says so", async () => {
    const { url, sandbox, endpoint } = await openShop();
    sandbox.setWebhookUrl("http://localhost:3000/else");
    const { exitCode, stderr } = await runNumipay(["doctor", endpoint, "--sandbox", url], {
      env: password,
    });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: `Not reported to the sandbox: No account of the sandbox has the webhook URL ${endpoint}. Set it on the welcome page.\n`,
    });
    expect(await doctorStep(sandbox)).toContain("Waiting for the first run.");
  });

  it.each([
    ["a closed port", closedUrl, (to: string) => `Not reported: no sandbox responds at ${to}.\n`],
    [
      "another program",
      () => serve((_request, response) => void response.end("{}")),
      (to: string) => `Not reported: ${to} is not a Numipay sandbox.\n`,
    ],
    [
      "a redirect",
      () => serve((_, response) => void response.writeHead(302, { location: "/x" }).end()),
      (to: string) => `Not reported: no sandbox responds at ${to}.\n`,
    ],
  ])("is not reported to %s", async (_what, open, note) => {
    const { endpoint } = await openShop();
    const to = await open();
    const args = ["doctor", endpoint];
    const named = await runNumipay([...args, "--sandbox", to], { env: password });
    expect(named).toMatchObject({ exitCode: 0, stderr: note(to) });
    // By default, without a note: a gateway or nothing may be there.
    const env = { ...password, NUMIPAY_BASE_URL: to };
    expect(await runNumipay(args, { env })).toMatchObject({ exitCode: 0, stderr: "" });
  });

  it("is not sent to a base URL on another machine", async () => {
    const { endpoint } = await openShop();
    const paths: string[] = [];
    const url = await serve(({ url: path = "" }, response) => {
      paths.push(path);
      response.end("{}");
    });
    // Not a loopback address by name, but it reaches the server above.
    const elsewhere = url.replace("127.0.0.1", "0.0.0.0");
    await fetch(`${elsewhere}/reached`);
    for (const baseUrl of [elsewhere, "not a URL", ""]) {
      const env = { ...password, NUMIPAY_BASE_URL: baseUrl };
      const ended = await runNumipay(["doctor", endpoint], { env });
      expect(ended).toMatchObject({ exitCode: 0, stderr: "" });
    }
    expect(paths).toEqual(["/reached"]);
  });
});
