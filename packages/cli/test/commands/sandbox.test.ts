import { Numipay } from "@numipay/core";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, it } from "vitest";
import { runBinary, runNumipay, startNumipay } from "../run-numipay.js";
import { serve, serveReceiver } from "../serve.js";
import { temporaryFolder } from "../temporary-folder.js";

/** Starts `numipay sandbox` and waits until it has said where it is. */
async function startSandbox(...options: string[]) {
  const child = startNumipay(["sandbox", "--port", "0", ...options]);
  onTestFinished(() => void child.kill("SIGKILL"));
  let [stdout, stderr] = ["", ""];
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const isJson = options.includes("--json");
  await new Promise<void>((resolve, reject) => {
    child.once("exit", () => reject(new Error(`ended: ${stderr}`)));
    child.stdout.on("data", (chunk: Buffer) => {
      stdout += chunk.toString();
      if (stdout.split("\n").length > (isJson ? 1 : 5)) resolve();
    });
  });
  const end = async (): Promise<number> => {
    child.kill("SIGINT");
    const [code] = (await once(child, "close")) as [number];
    return code;
  };
  return { stdout, stderr: () => stderr, end };
}

interface Announced {
  url: string;
  portal: string;
  apiKey: string;
  signaturePassword: string;
  webhookUrl: string | null;
}

const charge = {
  user_id: "u",
  currency: "EUR",
  amount: "9.00",
  card_number: "4242424242424242",
  card_holder: "A. Customer",
  expiry_month: "12",
  expiry_year: "2040",
  cvv: "911",
};

describe("numipay sandbox", () => {
  it("prints five aligned lines, and ends with 0 at Ctrl-C", async () => {
    const { stdout, stderr, end } = await startSandbox();
    const lines = stdout.trimEnd().split("\n");
    expect(lines.map((line) => line.slice(0, 14))).toEqual([
      "API, cashier  ",
      "Portal        ",
      "API key       ",
      "Password      ",
      "Webhooks      ",
    ]);
    expect(lines[2]).toContain("sandbox_dev_");
    expect({ code: await end(), stderr: stderr() }).toEqual({ code: 0, stderr: "" });
  });

  it("is a gateway: a client pays, and the webhook comes, signed with its password", async () => {
    const receiver = await serveReceiver();
    const { stdout, end } = await startSandbox("--json", "--webhook-url", receiver.url);
    const { url, portal, apiKey, webhookUrl } = JSON.parse(stdout) as Announced;
    expect(webhookUrl).toBe(receiver.url);
    const numipay = new Numipay({ apiKey, baseUrl: url });
    await numipay.payments.serverToServer({ ...charge, tracking_id: "order-1" });
    await expect.poll(() => receiver.seen.length).toBeGreaterThan(0);
    expect(receiver.seen[0]?.headers["x-signature"]).toMatch(/^[0-9A-F]{40}$/);
    expect((await fetch(portal)).status).toBe(200);
    expect(await end()).toBe(0);
  });

  it("goes on from its file, with the same keys", async () => {
    const file = join(temporaryFolder(), "sandbox.db");
    const first = await startSandbox("--file", file, "--seed", "mine", "--json");
    const { url, apiKey } = JSON.parse(first.stdout) as Announced;
    const { payments } = new Numipay({ apiKey, baseUrl: url });
    await payments.serverToServer({ ...charge, tracking_id: "order-1" });
    await first.end();
    const second = await startSandbox("--file", file, "--json");
    const again = JSON.parse(second.stdout) as Announced;
    expect(again.apiKey).toBe(apiKey);
    const { transactions } = new Numipay({ apiKey, baseUrl: again.url });
    expect(await transactions.status("order-1")).toHaveProperty("transaction_status", "successful");
    await second.end();
  });

  it("plays chaos, writes down what it played, and plays it again", async () => {
    const plan = join(temporaryFolder(), "plan.json");
    const chaos = ["--chaos", "serverError=1,seed=friday", "--save-plan", plan];
    const first = await startSandbox(...chaos, "--json");
    const list = async ({ stdout }: { stdout: string }): Promise<number> => {
      const { url, apiKey } = JSON.parse(stdout) as Announced;
      return (await fetch(`${url}/transactions`, { headers: { "x-api-key": apiKey } })).status;
    };
    const played = await list(first);
    expect(played).toBeGreaterThanOrEqual(500);
    await first.end();
    expect(JSON.parse(readFileSync(plan, "utf8"))).toMatchObject({
      version: 1,
      seed: "friday",
      faults: [{ kind: "serverError" }],
    });
    const second = await startSandbox("--replay", plan, "--json");
    expect(await list(second)).toBe(played);
    expect(await list(second)).toBe(200);
    await second.end();
  });

  it("opens to other machines only on demand, and warns", async () => {
    const refused = await runNumipay(["sandbox", "--host", "0.0.0.0"]);
    expect(refused).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("--allow-remote"),
    });
    const { stderr, end } = await startSandbox("--host", "0.0.0.0", "--allow-remote");
    expect(stderr()).toContain("WARNING: whoever reaches http://0.0.0.0:");
    await end();
  });

  it.each([
    [["--chaos", "duplicat=0.1"], "did you mean duplicate?"],
    [["--chaos", "duplicate=2"], "a probability, 0 to 1"],
    [["--chaos", "duplicate=1", "--replay", "x"], "leave out --chaos"],
    [["--save-plan", "x"], "there are no faults to write down"],
    [["--port", "70000"], "0 (any free port) to 65535"],
    [["--webhook-url", "shop"], "http:// or https://"],
    [["--replay", "none.json"], "none.json: there is no such file"],
  ])("says what is wrong with %j", async (options, said) => {
    const { exitCode, stderr } = await runNumipay(["sandbox", ...options]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(said);
  });

  it("says that its port is in use, and that its file is none", async () => {
    const { port } = new URL(await serve((_request, response) => response.end()));
    const inUse = await runBinary(["sandbox", "--port", port]);
    expect(inUse).toMatchObject({
      exitCode: 2,
      stderr: `127.0.0.1:${port}: the port is in use; choose another with --port or --listen.\n`,
    });
    const file = join(temporaryFolder(), "notes.txt");
    writeFileSync(file, "these are notes and no database, to be left as they are".repeat(50));
    const noFile = await runBinary(["sandbox", "--port", "0", "--file", file]);
    expect(noFile).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("The sandbox did not start: "),
    });
  });
});

describe("a file that cannot be used", () => {
  it("is named with its option before the sandbox starts", async () => {
    const folder = temporaryFolder();
    const missing = join(folder, "missing", "plan.json");
    const chaos = ["sandbox", "--port", "0", "--chaos"];
    const cases = [
      [["sandbox", "--port", "0", "--chaos", missing], `--chaos: ${missing}: there is no`],
      [["sandbox", "--port", "0", "--replay", missing], `--replay: ${missing}: there is no`],
      [[...chaos, "duplicate=1", "--save-plan", missing], "--save-plan: "],
      [[...chaos, "duplicate=1", "--save-plan", folder], `--save-plan: ${folder} is a folder`],
    ] as const;
    for (const [args, message] of cases) {
      const { exitCode, stdout, stderr } = await runNumipay([...args]);
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
      expect(stderr).toContain(message);
    }
  });

  it("speaks HTTPS, and plays the override to a client that trusts its CA", async () => {
    const cwd = temporaryFolder();
    const file = join(cwd, "override.json");
    writeFileSync(file, JSON.stringify({ basePath: "/api/v2", timeZone: "Pacific/Kiritimati" }));
    const options = ["--tls", join(cwd, "tls"), "--contract", file, "--json"];
    const sandbox = await startSandbox(...options);
    const { url, apiKey, caFile } = JSON.parse(sandbox.stdout) as Announced & { caFile: string };
    expect(url).toMatch(/^https:/);
    const env = { NUMIPAY_API_KEY: apiKey, NUMIPAY_BASE_URL: url, NUMIPAY_CONTRACT: file };
    const trusting = { ...env, NODE_EXTRA_CA_CERTS: caFile };
    const order = [
      "--tracking-id",
      "o-1",
      "--user-id",
      "u",
      "--currency",
      "EUR",
      "--amount",
      "5.00",
    ];
    // Node reads the authorities when a process starts.
    const opened = await runBinary(["payments", "hosted", ...order], { env: trusting });
    expect(opened).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^https:/) });
    const listed = await runBinary(["transactions", "list", "--from", "today"], { env: trusting });
    expect(listed.stdout).toContain("o-1");
    expect((await runNumipay(["transactions", "list"], { env })).exitCode).toBe(3);
    expect(await sandbox.end()).toBe(0);
  });

  it("sends webhooks when and as often as it is told", async () => {
    const { url: webhookUrl, seen } = await serveReceiver(() => ({ status: 503 }));
    const timing = ["--retry-interval", "10ms", "--retry-attempts", "2", "--retry-not-first"];
    const options = ["--webhook-url", webhookUrl, ...timing, "--pending-webhook", "on-open"];
    const sandbox = await startSandbox(...options, "--json");
    const { url, apiKey } = JSON.parse(sandbox.stdout) as Announced;
    const env = { NUMIPAY_API_KEY: apiKey, NUMIPAY_BASE_URL: url };
    const order = [
      "--tracking-id",
      "o-1",
      "--user-id",
      "u",
      "--currency",
      "EUR",
      "--amount",
      "5.00",
    ];
    await runNumipay(["payments", "hosted", ...order], { env });
    await expect.poll(() => seen.length, { timeout: 20_000 }).toBe(3);
    expect(String(seen[0]?.body)).toContain('"status":"pending"');
    expect(await sandbox.end()).toBe(0);
  });

  it.each([
    [["--tls", "--tls-key", "k.pem"], "--tls makes a certificate"],
    [["--tls-key", "k.pem"], "Give --tls-key and --tls-cert together."],
    [["--tls-key", "k.pem", "--tls-cert", "k.pem"], "--tls-key: k.pem: there is no such file."],
    [["--webhook-ca", "k.pem"], "--webhook-ca: k.pem: there is no such file."],
    [["--retry-interval", "soon"], "The sandbox did not start"],
    [["--pending-webhook", "later"], "Allowed choices are on-submit, on-open, never."],
  ])("refuses %j", async (options, said) => {
    const ended = await runNumipay(["sandbox", "--port", "0", ...options]);
    expect(ended).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(said) });
  });
});
