import { createHash } from "node:crypto";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { runNumipay, startNumipay } from "../run-numipay.js";
import { serve, serveReceiver } from "../serve.js";
import { temporaryFolder } from "../temporary-folder.js";

const password = "a-password-of-the-portal-that-is-long";
const contract = {
  headers: { signature: "X-Gateway-Signature" },
  statuses: { refunded: { final: true } },
  types: { refund: {} },
  webhook: {
    at: "data",
    fields: { transaction_id: { name: "id" }, amount: { type: "number" }, fee: { type: "number" } },
  },
  operations: { listTransactions: { response: { at: "items" } } },
};

/** A folder with an override, and the command in it. */
function openFolder(more: Record<string, string> = {}) {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "override.json"), JSON.stringify(contract));
  const env = { NUMIPAY_SIGNATURE_PASSWORD: password, NUMIPAY_CONTRACT: "override.json", ...more };
  return { cwd, run: (args: string[], stdin = "") => runNumipay(args, { env, cwd, stdin }) };
}

const sign = (text: string): string =>
  createHash("sha1")
    .update(text + password)
    .digest("hex")
    .toUpperCase();

describe("numipay trigger with an override", () => {
  it("sends its names, types and header", async () => {
    const { run } = openFolder();
    const { url, seen } = await serveReceiver();
    const ids = ["--transaction-id", "t-1", "--tracking-id", "order-1", "--amount", "5.50"];
    const { exitCode } = await run(["trigger", "refund.refunded", ...ids, "--to", url]);
    expect(exitCode).toBe(0);
    const body = String(seen[0]?.body);
    expect(JSON.parse(body)).toEqual({
      data: {
        id: "t-1",
        user_id: "user-1",
        tracking_id: "order-1",
        status: "refunded",
        currency: "EUR",
        amount: 5.5,
        transaction_type: "refund",
      },
    });
    expect(seen[0]?.headers["x-gateway-signature"]).toBe(sign(body));
    expect(seen[0]?.headers).not.toHaveProperty("x-signature");
  });
});

describe("numipay forward with an override", () => {
  it("reads its header and fields", async () => {
    const { cwd } = openFolder();
    const { url: to, seen } = await serveReceiver();
    const env = { NUMIPAY_SIGNATURE_PASSWORD: password };
    const options = ["--listen", "0", "--contract", "override.json", "--json"];
    const child = startNumipay(["forward", "--to", to, ...options], { env, cwd });
    onTestFinished(() => void child.kill("SIGKILL"));
    const [started] = (await once(child.stderr, "data")) as [Buffer];
    const url = /Listening on (\S+),/.exec(String(started))?.[1] ?? "";
    const body =
      '{"data":{"id":"t-1","tracking_id":"o-1","status":"refunded","transaction_type":"refund"}}';
    const headers = { "X-Gateway-Signature": sign(body) };
    const lines = once(child.stdout, "data");
    expect((await fetch(url, { method: "POST", headers, body })).status).toBe(200);
    expect(JSON.parse(String(await lines))).toMatchObject({
      event: "refund.refunded",
      tracking_id: "o-1",
      signature: "ok",
    });
    expect(String(seen[0]?.body)).toBe(body);
  });
});

describe("numipay sandbox with an override", () => {
  it("names the invalid part of the file", async () => {
    const { run, cwd } = openFolder();
    writeFileSync(join(cwd, "override.json"), '{"operations":{"direct":{"methd":"PUT"}}}');
    expect(await run(["sandbox", "--port", "0"])).toMatchObject({
      exitCode: 2,
      stderr:
        "Error: operations.direct.methd in the NUMIPAY_CONTRACT file is not an option. Did you mean operations.direct.method?\n",
    });
  });
});

describe("numipay sign and verify with an override", () => {
  it("use its header and field order", async () => {
    const { run } = openFolder();
    const signed = '{"data":{"id":"t-1","user_id":"u","tracking_id":"o","status":"refunded"}}';
    const { stdout } = await run(["sign", "--json"], signed);
    expect(JSON.parse(stdout)).toEqual({
      header: "x-gateway-signature",
      signature: sign(signed),
      signed,
    });
    const reordered = '{"data":{"status":"refunded","tracking_id":"o","user_id":"u","id":"t-1"}}';
    const value = `x-gateway-signature: ${sign(signed)}`;
    const verified = await run(["verify", "--signature", value, "--json"], reordered);
    const { reasons, proven } = JSON.parse(verified.stdout) as {
      reasons: { code: string }[];
      proven: boolean;
    };
    expect(proven).toBe(true);
    expect(reasons.map(({ code }) => code)).toEqual(["prefixed-signature", "key-order"]);
  });
});

describe("numipay doctor with an override", () => {
  it("sends deliveries in its format", async () => {
    const { run } = openFolder();
    const { url, seen } = await serveReceiver(({ headers, body }) => {
      const isSigned = headers["x-gateway-signature"] === sign(String(body));
      const isPayload = /^\s*\{\s*"data":\s*\{/.test(String(body));
      return { status: isSigned && isPayload ? 200 : 401 };
    });
    const { stdout } = await run(["doctor", url, "--json"]);
    const { checks } = JSON.parse(stdout) as { checks: { id: string; verdict: string }[] };
    const verdictOf = (id: string) => checks.find((check) => check.id === id)?.verdict;
    for (const id of [
      "genuine",
      "extra-field",
      "signature-wrong",
      "body-tampered",
      "each-status",
    ]) {
      expect([id, verdictOf(id)]).toEqual([id, "passed"]);
    }
    const tampered = seen.filter(({ body }) => String(body).includes('"amount":1,"amount":91'));
    expect(tampered).toHaveLength(1);
    expect(seen.some(({ headers }) => "x-signature" in headers)).toBe(false);
  });
});

describe("numipay ledger diff with an override", () => {
  const head = "tracking_id,amount,currency,status,type";
  const openLedger = async () => {
    const row = {
      id: "t-1",
      user_id: "u",
      tracking_id: "order-1",
      currency: "EUR",
      amount: "5.00",
    };
    const items = [{ ...row, status: "refunded", transaction_type: "refund", fee: 1 }];
    const url = await serve((request, response) => {
      response.end(request.url?.includes("from=") ? JSON.stringify({ items }) : "{}");
    });
    return openFolder({ NUMIPAY_API_KEY: "key", NUMIPAY_BASE_URL: url });
  };
  const days = ["--from", "01-01-2026", "--to", "2026-01-02", "--margin", "0"];

  it("knows its statuses and types", async () => {
    const { run } = await openLedger();
    const ended = await run(
      ["ledger", "diff", ...days],
      `${head}\norder-1,5.00,EUR,refunded,refund`,
    );
    expect(ended).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("they agree") });
    const booked = await run(
      ["ledger", "diff", ...days],
      `${head}\norder-1,5.00,EUR,successful,refund`,
    );
    expect(booked.stdout).toContain("paid-but-failed  order-1      refunded  5.00 EUR\n");
    expect(booked.exitCode).toBe(1);
  });

  it("rejects an unknown status", async () => {
    const { run } = await openLedger();
    const ended = await run(
      ["ledger", "diff", ...days],
      `${head}\norder-1,5.00,EUR,settled,refund`,
    );
    expect(ended).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("--contract") });
  });

  it("prints the time zone of the days", async () => {
    const { run } = await openLedger();
    const args = ["ledger", "diff", ...days, "--time-zone", "Europe/Berlin"];
    const { stdout } = await run(args, `${head}\norder-1,5.00,EUR,refunded,refund`);
    expect(stdout).toContain("Payments opened from 2026-01-01 to 2026-01-02 (Europe/Berlin).");
    const both = await run(
      ["ledger", "diff", "--sandbox-file", "s.db", "--time-zone", "UTC"],
      head,
    );
    expect(both).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("and --time-zone."),
    });
  });

  it("exports its additional fields", async () => {
    const { run } = await openLedger();
    const { stdout } = await run(["transactions", "export", ...days.slice(0, 4)]);
    expect(stdout).toBe(
      "transaction_id,user_id,tracking_id,status,currency,amount,transaction_type,fee\n" +
        "t-1,u,order-1,refunded,EUR,5.00,refund,1\n",
    );
  });
});
