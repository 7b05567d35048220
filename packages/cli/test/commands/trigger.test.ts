import { verifySignature } from "@numipay/core";
import { describe, expect, it } from "vitest";
import { runBinary, runNumipay } from "../run-numipay.js";
import { closedUrl, type Seen, serve, serveReceiver, serveText } from "../serve.js";

const signaturePassword = "a-password-of-the-portal-that-is-long";
const env = { NUMIPAY_SIGNATURE_PASSWORD: signaturePassword };

function verified({ headers, body }: Seen) {
  const signature = String(headers["x-signature"]);
  return verifySignature({ body, signature, signaturePassword });
}

describe("numipay trigger", () => {
  it("sends a signed event with the given fields", async () => {
    const { url, seen } = await serveReceiver();
    const fields = ["--tracking-id=order-1", "--amount=5.00", "--extra", "rejected_reason=limit"];
    const args = ["trigger", "withdrawal.rejected", ...fields, "--to", url];
    const { exitCode, stdout } = await runBinary(args, { env });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/\n1\. 200 in \d+ ms\n$/);
    const [one] = seen;
    const { matched, payload } = verified(one as Seen);
    expect(matched).toBe("raw");
    expect(payload).toMatchObject({
      tracking_id: "order-1",
      amount: "5.00",
      status: "rejected",
      transaction_type: "withdrawal",
      rejected_reason: "limit",
    });
    expect(one?.headers["content-type"]).toBe("application/json");
  });

  it("accepts option names with underscores", async () => {
    const { url, seen } = await serveReceiver();
    const args = ["trigger", "deposit.pending", "--tracking_id=order-2", "--to", url];
    await runNumipay(args, { env });
    expect(seen[0]?.body.toString()).toContain('"tracking_id":"order-2"');
  });

  it("repeats the same delivery with --times", async () => {
    const { url, seen } = await serveReceiver((_one, count) =>
      count === 1 ? { status: 200 } : { status: 500, body: "database is down\u001B[2J" },
    );
    const args = ["trigger", "deposit.successful", "--times", "3", "--serialization", "escaped"];
    const { exitCode, stdout } = await runNumipay([...args, "--to", url], { env });
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(
      /1\. 200 in \d+ ms\n2\. 500 in \d+ ms: database is down\\u001b\[2J\n3\./,
    );
    expect(new Set(seen.map(({ body }) => body.toString("hex"))).size).toBe(1);
    expect(verified(seen[2] as Seen).matched).toBe("canonical");
  });

  it("prints the payload and responses as JSON", async () => {
    const { url } = await serveReceiver(() => ({ status: 202, body: "queued" }));
    const args = ["trigger", "deposit.expired", "--to", url, "--json"];
    const { stdout } = await runNumipay(args, { env });
    const document = JSON.parse(stdout) as Record<string, unknown>;
    expect(document).toMatchObject({
      to: url,
      payload: { status: "expired", currency: "EUR" },
      signature: expect.stringMatching(/^[0-9A-F]{40}$/),
      attempts: [{ attempt: 1, status: 202, body: "queued" }],
    });
  });

  it("exits with 3 if the connection is refused", async () => {
    const args = ["trigger", "deposit.successful", "--to", await closedUrl()];
    const { exitCode, stdout, stderr } = await runBinary(args, { env });
    expect(exitCode).toBe(3);
    expect(stdout).toContain("1. no response: connection refused (ECONNREFUSED)");
    expect(stderr).toBe("");
  });

  it("exits with 3 after a timeout", async () => {
    const url = await serve(() => undefined);
    const args = ["trigger", "deposit.successful", "--timeout", "0.2", "--to", url];
    const { exitCode, stdout } = await runNumipay(args, { env });
    expect({ exitCode, last: stdout.split("\n").at(-2) }).toEqual({
      exitCode: 3,
      last: "1. no response: timed out",
    });
  });

  it("does not follow redirects", async () => {
    const target = await serveReceiver();
    const url = await serve((_request, response) => {
      response.writeHead(307, { location: target.url }).end();
    });
    const { exitCode, stdout } = await runNumipay(["trigger", "deposit.successful", "--to", url], {
      env,
    });
    expect(exitCode).toBe(1);
    expect(stdout).toContain("1. 307");
    expect(target.seen).toEqual([]);
  });

  it("requires --allow-remote for another machine", async () => {
    const args = ["trigger", "deposit.successful", "--to", "https://shop.example/webhooks"];
    const { exitCode, stderr } = await runNumipay(args, { env });
    expect(exitCode).toBe(2);
    expect(stderr).toContain("shop.example is another machine");
    expect(stderr).toContain("--allow-remote");
  });

  it.each([
    ["deposit.sucessful", "Did you mean successful?"],
    ["deposits.pending", "Did you mean deposit?"],
    ["deposit", "a type, a dot and a status"],
    ["deposit.", "a type, a dot and a status"],
  ])("rejects the event %s", async (event, message) => {
    const { exitCode, stderr } = await runNumipay(
      ["trigger", event, "--to", "http://localhost:1"],
      {
        env,
      },
    );
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });

  it("sends an unknown status with --undocumented", async () => {
    const { url, seen } = await serveReceiver();
    const args = ["trigger", "refund.reversed", "--undocumented", "--to", url];
    expect((await runNumipay(args, { env })).exitCode).toBe(0);
    expect(verified(seen[0] as Seen).payload).toMatchObject({ status: "reversed" });
  });
});

describe("a receiver that switches protocols", () => {
  it("counts as no response", async () => {
    const to = await serveText(
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n",
    );
    const run = await runBinary(["trigger", "deposit.successful", "--to", to], { env });
    expect(run).toMatchObject({ exitCode: 3, stderr: "" });
    expect(run.stdout).toContain("1. no response: the receiver switched protocols (101)");
  });
});
