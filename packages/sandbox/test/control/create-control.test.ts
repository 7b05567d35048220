import { describe, expect, it } from "vitest";
import { createMerchant, openCheckout, type Merchant } from "../merchant.js";

interface Sent {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

async function read({ sandbox }: Merchant, path = ""): Promise<Sent> {
  const response = await sandbox.fetch(`/portal/control${path}`);
  return { status: response.status, body: (await response.json()) as Sent["body"] };
}

async function change({ sandbox }: Merchant, path: string, body: unknown): Promise<Sent> {
  const response = await sandbox.fetch(`/portal/control${path}`, {
    method: "POST",
    headers: { origin: sandbox.baseUrl, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Sent["body"] };
}

const rowsOf = ({ body }: Sent, name: string): Record<string, unknown>[] =>
  body[name] as Record<string, unknown>[];

describe("the control API", () => {
  it("returns clock and accounts, without secrets", async () => {
    const merchant = await createMerchant({ merchantName: "Kiosk" });
    const { sandbox } = merchant;
    const { body } = await read(merchant);
    expect(body).toMatchObject({
      name: "@numipay/sandbox",
      now: "2026-01-01T00:00:00.000Z",
      followsRealTime: false,
      scheduled: 0,
      nextDueAt: null,
      accounts: [{ merchantName: "Kiosk", webhookUrl: "http://shop.test/webhooks/numipay" }],
    });
    await openCheckout(merchant);
    const everything = JSON.stringify([
      body,
      await read(merchant, "/transactions"),
      await read(merchant, "/deliveries"),
    ]);
    for (const secret of [sandbox.apiKey, sandbox.liveApiKey, sandbox.signaturePassword]) {
      expect(everything).not.toContain(secret);
    }
  });

  it("pages through filtered transactions", async () => {
    const merchant = await createMerchant();
    for (const name of ["a-1", "b-1", "b-2", "b-3"]) {
      await openCheckout(merchant, { tracking_id: name });
    }
    const first = await read(merchant, "/transactions?q=b-&limit=2");
    expect(rowsOf(first, "transactions").map((one) => one["tracking_id"])).toEqual(["b-3", "b-2"]);
    const next = await read(
      merchant,
      `/transactions?q=b-&limit=2&before=${String(first.body["next"])}`,
    );
    expect(rowsOf(next, "transactions")).toMatchObject([
      { tracking_id: "b-1", status: "pending", stage: "open", mode: "test", amount: "200.00" },
    ]);
    expect(next.body["next"]).toBeNull();
    expect(rowsOf(await read(merchant, "/transactions?status=expired"), "transactions")).toEqual(
      [],
    );
  });

  it("shows deliveries and attempts, without response headers", async () => {
    const merchant = await createMerchant();
    merchant.respondWith(
      () =>
        new Response("x".repeat(5000), { status: 500, headers: { "set-cookie": "session=abc" } }),
    );
    await openCheckout(merchant);
    const [transaction] = merchant.sandbox.transactions();
    const id = transaction?.transaction_id ?? "";
    merchant.sandbox.setStatus(id, "successful");
    await merchant.sandbox.advance("5m");
    const listed = await read(merchant, `/deliveries?transaction_id=${id}&state=retrying`);
    const [delivery] = rowsOf(listed, "deliveries");
    expect(delivery).toMatchObject({
      transaction_id: id,
      status: "successful",
      attemptsMade: 2,
      lastResponseStatus: 500,
      nextAttemptAt: "2026-01-01T00:10:00.000Z",
    });
    expect((await read(merchant, "/deliveries")).body).toEqual(listed.body);
    const one = await read(merchant, `/deliveries/${String(delivery?.["deliveryId"])}`);
    const attempts = rowsOf(one, "attempts");
    expect(attempts).toHaveLength(2);
    expect(attempts[0]).toMatchObject({
      requestBody: merchant.received[0]?.body,
      signature: merchant.received[0]?.signature,
      responseStatus: 500,
      responseBody: "x".repeat(2000),
    });
    expect(JSON.stringify(one)).not.toContain("session=abc");
  });

  it("shows the last 20 attempts", async () => {
    const merchant = await createMerchant({ retries: { attempts: 25 } });
    merchant.respondWith(() => new Response(null, { status: 500 }));
    await openCheckout(merchant);
    merchant.sandbox.setStatus(merchant.sandbox.transactions()[0]?.transaction_id ?? "", "expired");
    await merchant.sandbox.advance("3h");
    const [delivery] = rowsOf(await read(merchant, "/deliveries"), "deliveries");
    const { body } = await read(merchant, `/deliveries/${String(delivery?.["deliveryId"])}`);
    expect(body["omittedAttempts"]).toBe(5);
    expect((body["attempts"] as { attempt: number }[]).map((one) => one.attempt)).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 6),
    );
  });

  it("pages through deliveries", async () => {
    const merchant = await createMerchant();
    for (const name of ["a", "b", "c"]) await openCheckout(merchant, { tracking_id: name });
    for (const { transaction_id: id } of merchant.sandbox.transactions()) {
      merchant.sandbox.setStatus(id, "expired");
    }
    const first = await read(merchant, "/deliveries?limit=2");
    const last = await read(merchant, `/deliveries?limit=2&before=${String(first.body["next"])}`);
    expect(
      [rowsOf(first, "deliveries"), rowsOf(last, "deliveries")].map((one) => one.length),
    ).toEqual([2, 1]);
    expect(last.body["next"]).toBeNull();
  });

  it("sets a status and advances the clock", async () => {
    const merchant = await createMerchant();
    await openCheckout(merchant);
    const id = merchant.sandbox.transactions()[0]?.transaction_id ?? "";
    const path = `/transactions/${id}/status`;
    expect((await change(merchant, path, { status: "successful" })).body).toMatchObject({
      transaction: { transaction_id: id, status: "successful", stage: "closed" },
    });
    const { body } = await change(merchant, "/clock/advance", { duration: "5 min" });
    expect(body).toMatchObject({ now: "2026-01-01T00:05:00.000Z", isRunning: false });
    expect(merchant.statuses()).toEqual(["successful"]);
    expect(await change(merchant, path, { status: "pending" })).toMatchObject({
      status: 422,
      body: { message: "A transaction that is successful cannot become pending." },
    });
  });

  it.each([
    ["/transactions?limit=51", 400, "limit must be at most 50."],
    ["/transactions?limit=0", 400, "limit must be a whole number above zero."],
    ["/deliveries?before=x", 400, "before must be a whole number above zero."],
    ["/transactions?status=paid", 400, "status must be one of"],
    ["/transactions?account=x", 404, "no account with this id"],
    ["/deliveries/x", 404, "no delivery with this id"],
    ["/else", 404, "no such path"],
  ])("rejects %s", async (path, status, message) => {
    const sent = await read(await createMerchant(), path);
    expect(sent.status).toBe(status);
    expect(sent.body["message"]).toContain(message);
  });

  it.each([
    ["/clock/advance", {}, 400, "duration must be a string."],
    ["/clock/advance", { duration: "-1h" }, 400, "duration: Enter a number with a unit"],
    ["/transactions/x/status", { status: "successful" }, 422, "No transaction"],
    ["/transactions/x/status", { status: 1 }, 400, "status must be a string."],
  ])("rejects the change %s %j", async (path, body, status, message) => {
    const sent = await change(await createMerchant(), path, body);
    expect(sent.status).toBe(status);
    expect(sent.body["message"]).toContain(message);
  });

  it("rejects changes from other sites", async () => {
    const { sandbox } = await createMerchant();
    const send = async (headers: Record<string, string>): Promise<number> => {
      const response = await sandbox.fetch("/portal/control/clock/advance", {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify({ duration: "1h" }),
      });
      await response.body?.cancel();
      return response.status;
    };
    expect(await send({ origin: "https://evil.test" })).toBe(403);
    expect(await send({})).toBe(403);
    expect(await send({ origin: sandbox.baseUrl, "content-type": "text/plain" })).toBe(415);
    expect(sandbox.now().toISOString()).toBe("2026-01-01T00:00:00.000Z");
  });
});
