import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runBinary, runNumipay } from "./run-numipay.js";
import { closedUrl, serve } from "./serve.js";
import { temporaryFolder } from "./temporary-folder.js";

const key = "Canary+Key/7f3Qz.w";
const password = 'Canary"Password/9kXv&+';
const cardNumber = "4532756279624064";
const cvv = "9173";
const card = {
  card_number: cardNumber,
  card_holder: "A",
  expiry_month: "12",
  expiry_year: "2040",
  cvv,
};

/** Each secret unchanged, escaped in JSON, and encoded in a URL. */
const forms = [key, password, cardNumber].flatMap((secret) => [
  secret,
  JSON.stringify(secret).slice(1, -1),
  encodeURIComponent(secret),
]);

/** A server that repeats all secrets and the request in its response and headers. */
function serveEcho(status: number): Promise<string> {
  return serve((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { headers, url } = request;
      const sent = Buffer.concat(chunks).toString();
      const known = { headers, url, sent, password, key, message: `${key} ${password} ${sent}` };
      response.writeHead(status, { "x-request-id": key, "content-type": "application/json" });
      response.end(JSON.stringify(known));
    });
  });
}

const request = ["--tracking-id", "o-1", "--user-id", "u", "--currency", "EUR", "--amount", "1.00"];
const day = ["--from", "2026-01-01", "--to", "2026-01-01"];

/** The commands that read a secret. */
const calls: [name: string, args: string[]][] = [
  ["payments hosted", ["payments", "hosted", ...request]],
  ["payments direct", ["payments", "direct", ...request, "--provider-id", "p"]],
  ["payments server-to-server", ["payments", "server-to-server", ...request]],
  ["payouts request", ["payouts", "request", ...request]],
  ["payouts approve", ["payouts", "approve", "--tracking-id", "o-1"]],
  ["payouts reject", ["payouts", "reject", "--transaction-id", "t-1", "--tracking-id", "o-1"]],
  ["transactions status", ["transactions", "status", "o-1"]],
  ["transactions list", ["transactions", "list", ...day]],
  ["transactions export", ["transactions", "export", ...day]],
  ["ledger diff", ["ledger", "diff", "ledger.csv", ...day]],
];

/** With `--json`, errors are printed to both streams. */
async function everythingPrinted(
  args: string[],
  baseUrl: string,
  start = runNumipay,
): Promise<string> {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "ledger.csv"), "tracking_id,amount,currency\no-1,1.00,EUR\n");
  const env = {
    NUMIPAY_API_KEY: key,
    NUMIPAY_BASE_URL: baseUrl,
    NUMIPAY_SIGNATURE_PASSWORD: password,
    NUMIPAY_DEBUG: "1",
  };
  const run = { env, cwd, stdin: JSON.stringify(card) };
  const { stdout, stderr } = await start([...args, "--timeout", "2"], run);
  return stdout + stderr;
}

function assertNoSecret(printed: string): void {
  expect(printed).not.toBe("");
  for (const form of forms) expect(printed).not.toContain(form);
  expect(printed).not.toMatch(/(?<!\d)9173(?!\d)/);
}

describe("no secret is printed", () => {
  it.each(calls)("by %s for any response", async (_name, args) => {
    // Only a process prints warnings and crashes.
    assertNoSecret(await everythingPrinted(args, await serveEcho(200), runBinary));
    for (const status of [200, 400, 503]) {
      assertNoSecret(await everythingPrinted([...args, "--json"], await serveEcho(status)));
    }
  });

  it.each(calls)("by %s without a gateway", async (_name, args) => {
    assertNoSecret(await everythingPrinted([...args, "--json"], await closedUrl()));
  });

  it("by a command with the key as its base URL", async () => {
    const list = ["transactions", "list", "--json"];
    assertNoSecret(await everythingPrinted(list, `http://${encodeURIComponent(key)}.example`));
  });

  it("by trigger for any response", async () => {
    for (const json of [[], ["--json"]]) {
      const args = ["trigger", "deposit.successful", "--to", await serveEcho(500), ...json];
      assertNoSecret(await everythingPrinted(args, "http://127.0.0.1:9"));
    }
  });

  it("by sign and verify", async () => {
    const cwd = temporaryFolder();
    const env = { NUMIPAY_SIGNATURE_PASSWORD: password };
    const wrong = ["verify", "--signature", "0".repeat(40)];
    for (const args of [["sign"], wrong, ["sign", "--nonsense"]]) {
      for (const stdin of ['{"a":1}', "no json"]) {
        const { stdout, stderr } = await runNumipay(args, { env, cwd, stdin });
        assertNoSecret(stdout + stderr);
      }
    }
  });
});

describe("a mistyped option", () => {
  it("does not repeat the value of an unknown option", async () => {
    const options = [
      `-p${password}`,
      `-p=${password}`,
      `--pasword=it's${password}`,
      `--pasword=\n${password}`,
      `--password${password}`,
      `--password:${password}`,
      `--api_key${password}`,
      `--exact=${password}`,
      `--extra-${password}`,
    ];
    for (const option of options) {
      const { exitCode, stdout, stderr } = await runNumipay(["transactions", "list", option]);
      expect(exitCode).toBe(2);
      expect(stdout + stderr).not.toContain(password);
    }
  });

  it.each([
    ["a password instead of its file", ["sign", "--password-file", password]],
    ["a key instead of its file", ["transactions", "list", "--api-key-file", password]],
    ["a card instead of its file", [...request, "--card-file", JSON.stringify(card)]],
    ["a request instead of its file", [...request, "--request", JSON.stringify(card)]],
    ["a password as a command", [password]],
    ["a password as a subcommand", ["payments", password]],
    ["a password as a field", [...request, "--extra", password]],
    ["a password in a URL", ["trigger", "a.b", "--to", `user:${password}@host`]],
  ])("does not repeat %s", async (_name, args) => {
    const isPayment = args[0] === request[0];
    const command = isPayment ? ["payments", "server-to-server", ...args] : args;
    const env = { NUMIPAY_API_KEY: "key" };
    const { exitCode, stdout, stderr } = await runNumipay(command, { env, stdin: "{}" });
    expect(exitCode).toBe(2);
    assertNoSecret(stdout + stderr);
  });
});
