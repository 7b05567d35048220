import { Numipay } from "@numipay/core";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, it } from "vitest";
import { runBinary, runNumipay, startNumipay } from "../run-numipay.js";
import { serve, serveReceiver } from "../serve.js";
import { temporaryFolder } from "../temporary-folder.js";

/** Starts `numipay sandbox`, and waits until it has printed its URLs. */
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
      if (isJson ? stdout.endsWith("\n") : stdout.includes("Ctrl-C")) resolve();
    });
  });
  const end = async (...signals: NodeJS.Signals[]): Promise<number> => {
    for (const signal of signals.length === 0 ? (["SIGINT"] as const) : signals) child.kill(signal);
    const [code] = (await once(child, "close")) as [number];
    return code;
  };
  return { pid: child.pid, stdout, stderr: () => stderr, end };
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
  it("prints the portal first, then the state and the keys", async () => {
    const { stdout, end } = await startSandbox();
    const lines = stdout.split("\n");
    const [, url = ""] =
      /^Portal {4}(http:\/\/127\.0\.0\.1:\d+)\/portal$/.exec(lines[0] ?? "") ?? [];
    expect(lines.slice(1)).toEqual([
      "",
      expect.stringMatching(/^Numipay sandbox \d+\.\d+\.\d+ is ready for Demo Merchant\.$/),
      "",
      `Welcome   ${url}/ (in a browser: the first steps, one by one)`,
      `API       ${url} (also the customer's cashier)`,
      "Webhooks  no address yet: pass --webhook-url, or set it on the welcome page",
      "Clock     real time",
      "Chaos     off",
      "Data      in memory only, lost when it stops; --file keeps it",
      "",
      "For your .env:",
      "",
      expect.stringMatching(/^ {2}NUMIPAY_API_KEY=sandbox_dev_\w{32}$/),
      `  NUMIPAY_BASE_URL=${url}`,
      expect.stringMatching(/^ {2}NUMIPAY_SIGNATURE_PASSWORD=sandbox_\w{40}$/),
      "",
      "Press Ctrl-C to stop.",
      "",
    ]);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
    await end();
  });

  it("stops with Ctrl-C and says what happened to the data", async () => {
    const memory = await startSandbox();
    expect({ code: await memory.end(), stderr: memory.stderr() }).toEqual({
      code: 0,
      stderr: "The sandbox has stopped. Its data was in memory only and is lost.\n",
    });
    const file = join(temporaryFolder(), "sandbox.db");
    const stored = await startSandbox("--file", file);
    expect(stored.stdout).toContain(file);
    expect({ code: await stored.end(), stderr: stored.stderr() }).toEqual({
      code: 0,
      stderr: `The sandbox has stopped. Its data is kept in ${file}.\n`,
    });
    const json = await startSandbox("--json");
    expect({ code: await json.end(), stderr: json.stderr() }).toEqual({ code: 0, stderr: "" });
  });

  it("prints the same facts as JSON", async () => {
    const file = join(temporaryFolder(), "sandbox.db");
    const named = ["--merchant-name", "Kaffee & Söhne", "--no-real-time"];
    const chaos = ["--chaos", "duplicate=0.5,timeout=0.1,seed=friday"];
    const { stdout, end } = await startSandbox("--json", "--file", file, ...named, ...chaos);
    expect(JSON.parse(stdout)).toEqual({
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      portal: expect.stringMatching(/\/portal$/),
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      merchantName: "Kaffee & Söhne",
      apiKey: expect.stringMatching(/^sandbox_dev_/),
      liveApiKey: expect.stringMatching(/^sandbox_live_/),
      signaturePassword: expect.stringMatching(/^sandbox_/),
      webhookUrl: null,
      clock: { isRealTime: false, now: "2026-01-01T00:00:00.000Z", isResumed: false },
      chaos: { seed: "friday", deliveries: { duplicate: 0.5 }, api: { timeout: 0.1 } },
      file,
    });
    await end();
    // A file keeps name and chaos, and its clock continues.
    const again = await startSandbox("--file", file);
    expect(again.stdout).toContain(" is ready for Kaffee & Söhne.\n");
    expect(again.stdout).toMatch(
      /^Clock {5}continues at 2026-01-01 00:00 UTC, \d+ days behind real time: move it in the portal$/m,
    );
    expect(again.stderr().replaceAll(/\s+/g, " ")).toMatch(
      /Warning: The clock of the --file continues at 2026-01-01 00:00 UTC, \d+ days behind real time\. .* open http:\S+\/portal\/clock\./,
    );
    expect(again.stdout).toContain(
      "Chaos     on: duplicate=0.5, timeout=0.1, seed=friday, continued from the file\n",
    );
    await again.end();
  });

  it("accepts a payment and sends the webhook", async () => {
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

  it("continues from its file with the same keys", async () => {
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

  it("injects faults, saves them and replays them", async () => {
    const plan = join(temporaryFolder(), "plan.json");
    const chaos = ["--chaos", "serverError=1,seed=friday", "--save-plan", plan];
    const first = await startSandbox(...chaos, "--json");
    const list = async ({ stdout }: { stdout: string }): Promise<number> => {
      const { url, apiKey } = JSON.parse(stdout) as Announced;
      return (await fetch(`${url}/transactions`, { headers: { "x-api-key": apiKey } })).status;
    };
    const status = await list(first);
    expect(status).toBeGreaterThanOrEqual(500);
    await first.end();
    expect(JSON.parse(readFileSync(plan, "utf8"))).toMatchObject({
      version: 1,
      seed: "friday",
      faults: [{ kind: "serverError" }],
    });
    const second = await startSandbox("--replay", plan, "--json");
    expect(await list(second)).toBe(status);
    expect(await list(second)).toBe(200);
    await second.end();
  });

  it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("saves the faults on %s", async (signal) => {
    const plan = join(temporaryFolder(), "plan.json");
    const { end } = await startSandbox("--chaos", "duplicate=1", "--save-plan", plan);
    // A closed terminal sends SIGHUP twice.
    expect(await end(...(signal === "SIGHUP" ? [signal, signal] : [signal]))).toBe(0);
    expect(JSON.parse(readFileSync(plan, "utf8"))).toMatchObject({ faults: [] });
  });

  it("requires --allow-remote for another host", async () => {
    const refused = await runNumipay(["sandbox", "--host", "0.0.0.0"]);
    expect(refused).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("--allow-remote"),
    });
    const { stderr, end } = await startSandbox("--host", "0.0.0.0", "--allow-remote");
    expect(stderr()).toContain("Warning: Anyone who can reach http://0.0.0.0:");
    await end();
  });

  it.each([
    [["--chaos", "duplicat=0.1"], "Did you mean duplicate?"],
    [["--chaos", "duplicate=2"], "a probability from 0 to 1"],
    [["--chaos", "duplicate=1", "--replay", "x"], "Remove --chaos."],
    [["--save-plan", "x"], "there are no faults to save"],
    [["--port", "70000"], "0 (any free port) to 65535"],
    [["--webhook-url", "shop"], "http:// or https://"],
    [
      ["--webhook-url", "http://user:pass@shop.test/hook"],
      "--webhook-url 'shop.test/hook' is not valid. Remove the user name and password",
    ],
    [["--merchant-name", " "], "--merchant-name must be a text of 1 to 80 characters"],
    [["--replay", "none.json"], "--replay none.json: no such file"],
  ])("rejects the options %j", async (options, message) => {
    const { exitCode, stderr } = await runNumipay(["sandbox", ...options]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });

  it("reports a used port and an invalid file", async () => {
    const { port } = new URL(await serve((_request, response) => response.end()));
    const inUse = await runBinary(["sandbox", "--port", port]);
    expect(inUse).toMatchObject({
      exitCode: 2,
      stderr: `Error: Cannot listen on 127.0.0.1:${port}: the port is in use. Choose another one with --port.\n`,
    });
    const file = join(temporaryFolder(), "notes.txt");
    writeFileSync(file, "notes that are not a database".repeat(100));
    const noFile = await runBinary(["sandbox", "--port", "0", "--file", file]);
    expect(noFile).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("Cannot start the sandbox: "),
    });
  });
});

describe("the file of numipay sandbox", () => {
  it("is locked until its process is killed", async () => {
    const file = join(temporaryFolder(), "sandbox.db");
    const owner = startNumipay(["sandbox", "--port", "0", "--json", "--file", file]);
    onTestFinished(() => void owner.kill("SIGKILL"));
    await once(owner.stdout, "data");
    const args = ["sandbox", "--port", "0", "--json", "--file", file];
    const second = await runBinary(args);
    expect(second).toMatchObject({
      exitCode: 2,
      stdout: expect.stringContaining(`Another sandbox uses --file ${file}.`),
    });
    owner.kill("SIGKILL");
    await once(owner, "exit");
    await (await startSandbox("--file", file)).end();
  });

  it.each([
    ["empty", "", "is empty"],
    ["of another program", "notes", "is not a sandbox's file"],
  ])("is rejected unchanged if it is %s", async (_, content, problem) => {
    const file = join(temporaryFolder(), "sandbox.db");
    writeFileSync(file, content);
    for (const args of [
      ["sandbox", "--port", "0", "--file", file],
      ["ledger", "diff", "--sandbox-file", file],
    ]) {
      const { exitCode, stderr } = await runNumipay(args, {
        stdin: "tracking_id,amount,currency\n",
      });
      expect([exitCode, stderr.replaceAll("\n", " ")]).toEqual([
        2,
        expect.stringContaining(problem),
      ]);
    }
    expect(readFileSync(file, "utf8")).toBe(content);
    expect(readdirSync(dirname(file))).toEqual(["sandbox.db"]);
  });

  // `prlimit` limits the size of files in a running process, as a full disk does.
  it.runIf(process.platform === "linux")("continues after its disk was full", async () => {
    const receiver = await serveReceiver();
    const file = join(temporaryFolder(), "sandbox.db");
    const options = ["--file", file, "--webhook-url", receiver.url];
    const sandbox = await startSandbox("--json", ...options);
    const { url, apiKey } = JSON.parse(sandbox.stdout) as Announced;
    const limit = (bytes: string): void => {
      execFileSync("prlimit", ["--pid", String(sandbox.pid), `--fsize=${bytes}:unlimited`]);
    };
    const open = async (tracking_id: string): Promise<{ status: number; message: string }> => {
      const response = await fetch(`${url}/payments/server-to-server`, {
        method: "POST",
        headers: { "x-api-key": apiKey, "content-type": "application/json" },
        body: JSON.stringify({ request: { ...charge, tracking_id } }),
      });
      const { message = "" } = (await response.json()) as { message?: string };
      return { status: response.status, message };
    };
    limit("4096");
    for (const id of ["a", "a", "b"]) {
      expect(await open(id)).toEqual({
        status: 500,
        message: expect.stringContaining(`The disk of ${file} failed, so nothing was recorded`),
      });
    }
    // The clock, which has no caller.
    await expect.poll(() => sandbox.stderr()).toMatch(/^Warning: The disk of \S+/);
    limit("unlimited");
    expect(await open("a")).toEqual({ status: 200, message: "" });
    await expect.poll(() => receiver.seen.length).toBe(2);
    expect(await sandbox.end()).toBe(0);
  });
});

describe("an error of the sandbox", () => {
  it.each([
    [
      "--chaos",
      '{"deliveries":{"duplicate":2}}',
      "deliveries.duplicate in the --chaos file must be",
    ],
    ["--chaos", "[]", "the --chaos file must be an object"],
    ["--replay", '{"version":7}', "version in the --replay file must be 1."],
    ["--replay", "[]", "the --replay file must be a plan that --save-plan wrote."],
    ["--webhook-ca", "x", "the --webhook-ca file must contain PEM certificates."],
    [
      "--contract",
      '{"operations":{"direct":{"path":"/portal"}}}',
      "operations.direct.path in the --contract file: /portal is a page of the sandbox. Set basePath in the --contract file",
    ],
  ])("names the option %s for %s", async (option, content, message) => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "file.json"), content);
    const args = ["sandbox", "--port", "0", option, "file.json"];
    const { exitCode, stderr } = await runNumipay(args, { cwd });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`Error: Cannot start the sandbox: ${message}`);
  });

  it("names --tls-key and --tls-cert", async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "x.pem"), "x");
    const args = ["sandbox", "--port", "0", "--tls-key", "x.pem", "--tls-cert", "x.pem"];
    const { stderr } = await runNumipay(args, { cwd });
    expect(stderr).toContain("Cannot start the sandbox: --tls-key and --tls-cert cannot be used.");
  });

  it("names --seed for a file with another seed", async () => {
    const file = join(temporaryFolder(), "sandbox.db");
    await (await startSandbox("--file", file, "--seed", "one", "--json")).end();
    const args = ["sandbox", "--port", "0", "--file", file, "--seed", "two"];
    expect((await runNumipay(args)).stderr).toContain("Remove --seed, or use another file.");
  });
});

describe("the options of numipay sandbox", () => {
  it("name an unusable file before it starts", async () => {
    const folder = temporaryFolder();
    const missing = join(folder, "missing", "plan.json");
    const chaos = ["sandbox", "--port", "0", "--chaos"];
    const cases = [
      [["sandbox", "--port", "0", "--chaos", missing], `--chaos ${missing}: no such file`],
      [["sandbox", "--port", "0", "--replay", missing], `--replay ${missing}: no such file`],
      [[...chaos, "duplicate=1", "--save-plan", missing], "Cannot access --save-plan "],
      [[...chaos, "duplicate=1", "--save-plan", folder], `--save-plan ${folder} is a directory`],
      [[...chaos, "duplicate=1", "--save-plan", "-"], "--save-plan needs a file"],
    ] as const;
    for (const [args, message] of cases) {
      const { exitCode, stdout, stderr } = await runNumipay([...args]);
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
      expect(stderr).toContain(message);
    }
  });

  it("enable HTTPS and an override", async () => {
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
    // Node only reads NODE_EXTRA_CA_CERTS at startup.
    const opened = await runBinary(["payments", "hosted", ...order], { env: trusting });
    expect(opened).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^https:/) });
    const listed = await runBinary(["transactions", "list", "--from", "today"], { env: trusting });
    expect(listed.stdout).toContain("o-1");
    expect((await runNumipay(["transactions", "list"], { env })).exitCode).toBe(3);
    expect(await sandbox.end()).toBe(0);
  });

  it("set the timing of webhooks", async () => {
    const { url: webhookUrl, seen } = await serveReceiver(() => ({ status: 503 }));
    const timing = ["--retry-interval", "10ms", "--retry-attempts", "2", "--retry-exclude-first"];
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

  it("set what is not documented", async () => {
    const flags = ["--used-tracking-id", "creates-second", "--status-lag", "1d"];
    const sandbox = await startSandbox(...flags, "--json");
    const { url, apiKey } = JSON.parse(sandbox.stdout) as Announced;
    const env = { NUMIPAY_API_KEY: apiKey, NUMIPAY_BASE_URL: url };
    const order = ["--tracking-id", "o-1", "--user-id", "u", "--currency", "EUR"];
    for (const amount of ["5.00", "6.00"]) {
      const args = ["payments", "hosted", ...order, "--amount", amount];
      expect((await runNumipay(args, { env })).exitCode).toBe(0);
    }
    const status = await runNumipay(["transactions", "status", "o-1"], { env });
    expect(status.stderr).toContain("404");
    const listed = await runNumipay(["transactions", "list", "--from", "today"], { env });
    expect(listed.stdout).toMatch(/5\.00[^]*6\.00/);
    expect(await sandbox.end()).toBe(0);
  });

  it.each([
    [["--tls", "--tls-key", "k.pem"], "--tls generates a certificate"],
    [["--tls-key", "k.pem"], "Pass --tls-key and --tls-cert together."],
    [["--tls-key", "k.pem", "--tls-cert", "k.pem"], "--tls-key k.pem: no such file or directory."],
    [["--webhook-ca", "k.pem"], "--webhook-ca k.pem: no such file or directory."],
    [["--retry-interval", "soon"], "--retry-interval 'soon' is not valid. Use a number with"],
    [["--retry-interval", "0s"], "--retry-interval must be at least 1 ms."],
    [["--retry-attempts", "2000"], "--retry-attempts must be a whole number from 1 to 1000."],
    [["--used-tracking-id", "ok"], "Use one of conflict, rejected, returns-first, creates-second."],
    [["--status-lag", "soon"], "--status-lag 'soon' is not valid. Use a number with"],
    [["--status-lag-shows", "pending"], "--status-lag-shows requires --status-lag"],
    [["--pending-webhook", "later"], "Use one of on-submit, on-open, never."],
  ])("reject %j", async (options, message) => {
    const ended = await runNumipay(["sandbox", "--port", "0", ...options]);
    expect(ended).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(message) });
  });
});
