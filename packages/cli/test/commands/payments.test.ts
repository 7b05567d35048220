import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openGateway, decideAtCashier } from "../gateway-fixture.js";
import { runBinary, runNumipay } from "../run-numipay.js";
import { closedUrl, serve } from "../serve.js";
import { temporaryFolder } from "../temporary-folder.js";

const order = ["--tracking-id", "order-1", "--user-id", "u-7", "--currency", "EUR"];
const hosted = ["payments", "hosted", ...order, "--amount", "200.00"];
const card = {
  card_number: "4242424242424242",
  card_holder: "A. Customer",
  expiry_month: "12",
  expiry_year: "2030",
  cvv: "911",
};

describe("numipay payments", () => {
  it("creates a hosted checkout", async () => {
    const { sandbox, env } = await openGateway();
    const opened = await runBinary(hosted, { env });
    expect(opened).toMatchObject({ exitCode: 0, stderr: "" });
    const status = ["transactions", "status", "order-1"];
    expect((await runNumipay(status, { env })).stdout).toBe("pending\n");
    await decideAtCashier(sandbox, opened.stdout.trim(), "pay");
    const paid = await runNumipay([...status, "--json"], { env });
    expect(JSON.parse(paid.stdout)).toEqual({ transaction_status: "successful" });
  });

  it("combines options with a file of fields", async () => {
    const { sandbox, env } = await openGateway();
    const stdin = JSON.stringify({ tracking_id: "from-file", user_id: "u", currency: "EUR" });
    const more = ["--amount", "5.00", "--tracking-id", "order-2", "--provider-id", "pursa"];
    const args = ["payments", "direct", "--request", "-", ...more, "--json"];
    const { exitCode, stdout } = await runNumipay(args, { env, stdin });
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toHaveProperty("url");
    expect(sandbox.transactions()[0]).toMatchObject({ tracking_id: "order-2", provider: "pursa" });
  });

  it("charges a card from standard input", async () => {
    const { env } = await openGateway();
    const charge = (trackingId: string, number: string) => {
      const fields = ["--tracking-id", trackingId, "--user-id", "u", "--currency", "EUR"];
      const args = ["payments", "server-to-server", ...fields, "--amount", "9.00"];
      const stdin = JSON.stringify({ ...card, card_number: number });
      return runBinary(args, { env, stdin });
    };
    expect(await charge("card-1", card.card_number)).toMatchObject({
      exitCode: 0,
      stdout: "successful\n",
    });
    const rejected = await charge("card-2", "4000000000000002");
    expect(rejected.exitCode).toBe(1);
    expect(rejected.stdout).toContain("rejected\nError: ");
    const challenged = await charge("card-3", "4000000000003220");
    expect(challenged.stdout).toMatch(/^pending\nSend the customer to http/);
  });

  it("validates the fields before it sends them", async () => {
    const { sandbox, env } = await openGateway();
    const missing = await runNumipay(["payments", "hosted", ...order], { env });
    expect(missing).toMatchObject({
      exitCode: 2,
      stderr: "Error: --amount is missing. Pass it, or add amount to the --request file.\n",
    });
    const wrong = await runNumipay([...hosted, "--country", "germany", "--json"], { env });
    expect(wrong.exitCode).toBe(2);
    expect(JSON.parse(wrong.stdout)).toMatchObject({
      error: { code: "invalid_argument", field: "country" },
    });
    expect(sandbox.transactions()).toEqual([]);
  });

  it("prints the gateway's rejection", async () => {
    const url = await serve((_request, response) =>
      response.writeHead(422, { "content-type": "application/json" }).end('{"message":"no euro"}'),
    );
    const env = { NUMIPAY_API_KEY: "key", NUMIPAY_BASE_URL: url };
    const refused = await runNumipay([...hosted, "--json"], { env });
    expect(refused.exitCode).toBe(1);
    expect(JSON.parse(refused.stdout)).toMatchObject({
      error: { code: "request_rejected", status: 422 },
    });
    expect(refused.stderr).toContain('rejected by the gateway with 422: "no euro"');
  });

  it("exits with 3 for a used tracking_id", async () => {
    const { env, sandbox } = await openGateway();
    await runNumipay(hosted, { env });
    const again = await runNumipay([...hosted, "--json"], { env });
    expect(again.exitCode).toBe(3);
    expect(JSON.parse(again.stdout)).toMatchObject({
      error: { code: "outcome_unknown", lastKnownStatus: { state: "found" } },
    });
    expect(again.stderr).toContain("rejected by the gateway with 409");
    expect(again.stderr).not.toMatch(/nothing was done/i);
    expect(sandbox.transactions()).toHaveLength(1);
  });

  it.each([302, 307])("exits with 3 for a redirect with %d", async (status) => {
    const location = "https://elsewhere.example/";
    const url = await serve((_request, response) => response.writeHead(status, { location }).end());
    const env = { NUMIPAY_API_KEY: "key", NUMIPAY_BASE_URL: url };
    const { exitCode, stderr } = await runNumipay(hosted, { env });
    expect(exitCode).toBe(3);
    expect(stderr).toContain("The outcome of hostedCheckout for order-1 is unknown");
    expect(stderr).toContain("Ask Numipay for the right base URL");
    expect(stderr).not.toMatch(/--base-url|baseUrl|nothing was done/i);
  });

  it("exits with 3 if the outcome is unknown", async () => {
    const url = await serve((request) => request.socket.destroy());
    const env = { NUMIPAY_API_KEY: "key", NUMIPAY_BASE_URL: url };
    const { exitCode, stdout, stderr } = await runNumipay([...hosted, "--json"], { env });
    expect(exitCode).toBe(3);
    expect(stderr).toContain("The outcome of hostedCheckout for order-1 is unknown");
    expect(JSON.parse(stdout)).toMatchObject({
      error: {
        code: "outcome_unknown",
        tracking_id: "order-1",
        lastKnownStatus: { state: "not-known" },
      },
    });
  }, 60_000);

  it("exits with 3 if the gateway is unreachable", async () => {
    const env = { NUMIPAY_API_KEY: "key", NUMIPAY_BASE_URL: await closedUrl() };
    const { exitCode, stderr } = await runNumipay(hosted, { env });
    expect(exitCode).toBe(3);
    expect(stderr).toContain("ECONNREFUSED");
  });

  it("names the missing variable or option", async () => {
    const noKey = await runNumipay(hosted, { env: { NUMIPAY_BASE_URL: "http://127.0.0.1:9" } });
    expect(noKey).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("NUMIPAY_API_KEY"),
    });
    const noUrl = await runNumipay(hosted, { env: { NUMIPAY_API_KEY: "key" } });
    expect(noUrl).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("--base-url") });
  });

  it.each(["--contract", "NUMIPAY_CONTRACT"])("applies the override of %s", async (given) => {
    const paths: string[] = [];
    const url = await serve((request, response) => {
      paths.push(request.url ?? "");
      response.end('{"url":"https://pay.test/1"}');
    });
    const cwd = temporaryFolder();
    const contract = { operations: { hostedCheckout: { path: "/v2/cashier" } } };
    writeFileSync(join(cwd, "contract.json"), JSON.stringify(contract));
    const isOption = given === "--contract";
    const env = {
      NUMIPAY_API_KEY: "key",
      NUMIPAY_BASE_URL: url,
      ...(isOption ? {} : { [given]: "contract.json" }),
    };
    const args = [...hosted, ...(isOption ? [given, "contract.json"] : [])];
    expect((await runNumipay(args, { env, cwd })).stdout).toBe("https://pay.test/1\n");
    expect(paths).toEqual(["/v2/cashier"]);
    const missing = isOption
      ? await runNumipay([...hosted, given, "none.json"], { env, cwd })
      : await runNumipay(hosted, { env: { ...env, [given]: "none.json" }, cwd });
    expect(missing).toMatchObject({
      exitCode: 2,
      stderr: `Error: ${given} file "none.json" cannot be read (ENOENT).\n`,
    });
  });

  it("explains the contract option in the library's advice", async () => {
    const url = await serve((_request, response) => response.writeHead(404).end("{}"));
    const env = { NUMIPAY_API_KEY: "key", NUMIPAY_BASE_URL: url };
    const { stderr } = await runNumipay(hosted, { env });
    expect(stderr).toContain("set operations.hostedCheckout.path in the --contract file.");
  });
});

describe("numipay payouts", () => {
  const request = ["payouts", "request", ...order, "--amount", "20.00"];

  it("creates and approves a payout", async () => {
    const { sandbox, env } = await openGateway();
    const { stdout } = await runNumipay(request, { env });
    const early = await runNumipay(["payouts", "approve", "--tracking-id", "order-1"], { env });
    expect(early.exitCode).toBe(3);
    expect(early.stderr).toContain(
      "Run `numipay transactions status order-1` for a few minutes. If the payout is still pending",
    );
    await decideAtCashier(sandbox, stdout.trim(), "confirm");
    const approved = await runNumipay(["payouts", "approve", "--tracking-id", "order-1"], { env });
    expect(approved).toMatchObject({ exitCode: 0, stdout: "pending\n", stderr: "" });
    await sandbox.flush();
    expect(sandbox.transactions()[0]?.status).toBe("successful");
  });

  it("rejects a payout by the gateway's id", async () => {
    const { sandbox, env } = await openGateway();
    const { stdout } = await runNumipay(request, { env });
    await decideAtCashier(sandbox, stdout.trim(), "confirm");
    const id = sandbox.transactions()[0]?.transaction_id ?? "";
    const rejected = await runNumipay(["payouts", "reject", "--transaction-id", id], { env });
    expect(rejected).toMatchObject({ exitCode: 0, stdout: "rejected\n" });
    expect(sandbox.transactions()[0]?.status).toBe("rejected");
  });

  it("warns if the other id is used", async () => {
    const { env } = await openGateway();
    const { stderr } = await runBinary(["payouts", "reject", "--tracking-id", "p-1"], { env });
    expect(stderr).toMatch(
      /^Warning: The gateway documents this call with --transaction-id\. Sending --tracking-id instead\.\nError: /,
    );
  });

  it("requires an id", async () => {
    const { env } = await openGateway();
    const { exitCode, stderr } = await runNumipay(["payouts", "reject"], { env });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: "Error: The payout id is missing. Pass --transaction-id.\n",
    });
  });
});
