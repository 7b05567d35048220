import { describe, expect, it } from "vitest";
import { connectClient, connectTo, payment, rowsOf } from "../connect-client.js";
import { serve } from "../serve.js";
import { startSandbox } from "../start-sandbox.js";

describe("the tools", () => {
  it("follow a payment from checkout to its webhook", async () => {
    const bodies: string[] = [];
    const shop = await serve((request, response) => {
      request.on("data", (chunk) => bodies.push(String(chunk)));
      request.on("end", () => {
        // Fails once, so that the retry is due on the clock.
        response.writeHead(bodies.length === 1 ? 503 : 200, { "set-cookie": "session=abc" });
        response.end("response of the shop");
      });
    });
    const sandbox = await startSandbox(["--webhook-url", `${shop}/hook?token=hunter2`]);
    const { call, outputs } = await connectTo(sandbox);

    const state = await call("get_sandbox");
    expect(state.value).toMatchObject({
      now: "2026-01-01T00:00:00.000Z",
      accounts: [{ merchantName: "Demo Merchant", webhookUrl: `${shop}/hook` }],
    });
    const created = await call("create_payment", payment());
    expect(created.value["url"]).toContain(`${sandbox.url}/cashier/`);

    const [transaction] = rowsOf(
      await call("list_transactions", { search: "order-1" }),
      "transactions",
    );
    const id = transaction?.["transaction_id"] ?? "";
    const paid = await call("set_transaction_status", { transaction_id: id, status: "successful" });
    expect(paid.value).toMatchObject({ transaction: { status: "successful", amount: "200.00" } });
    // Runs the first attempt and its retry.
    const advanced = await call("advance_clock", { duration: "5m" });
    expect(advanced.value).toMatchObject({ now: "2026-01-01T00:05:00.000Z", isRunning: false });

    const [delivery] = rowsOf(
      await call("list_deliveries", { transaction_id: id, state: "delivered" }),
      "deliveries",
    );
    expect(delivery).toMatchObject({ status: "successful", attemptsMade: 2 });
    const shown = await call("get_delivery", { delivery_id: delivery?.["deliveryId"] });
    const attempts = rowsOf(shown, "attempts");
    expect(attempts.map((one) => one["responseStatus"])).toEqual([503, 200]);
    expect(attempts[1]).toMatchObject({
      url: `${shop}/hook`,
      requestBody: bodies[1],
      responseBody: "response of the shop",
    });

    const { requestBody: body = "", signature = "" } = attempts[1] ?? {};
    expect((await call("explain_signature", { body, signature })).value).toMatchObject({
      verified: true,
      matched: "raw",
    });
    const pretty = JSON.stringify(JSON.parse(body), null, 2);
    const wrong = await call("explain_signature", {
      body: pretty,
      signature: signature.toLowerCase(),
    });
    expect(wrong.isError).toBe(false);
    expect(rowsOf(wrong, "reasons").map(({ code }) => code)).toEqual([
      "lower-case-signature",
      "reformatted",
    ]);
    const all = outputs.join("\n");
    for (const secret of [sandbox.apiKey, sandbox.signaturePassword, "hunter2", "session=abc"]) {
      expect(all).not.toContain(secret);
    }
  });

  it("create a payment with one provider", async () => {
    const sandbox = await startSandbox();
    const { call } = await connectTo(sandbox);
    await call("create_payment", payment({ provider_id: "pursa" }));
    const listed = await call("list_transactions");
    expect(rowsOf(listed, "transactions")).toMatchObject([{ provider: "pursa" }]);
  });

  it("run the doctor against the webhook URL of the account", async () => {
    const paths = new Set<string | undefined>();
    // Accepts everything, forgeries too.
    const shop = await serve((request, response) => {
      paths.add(request.url);
      request.resume().on("end", () => response.writeHead(200).end());
    });
    const sandbox = await startSandbox(["--webhook-url", `${shop}/hook`]);
    const { call } = await connectTo(sandbox);
    const { value, isError } = await call("run_doctor");
    expect(isError).toBe(false);
    expect(value).toMatchObject({ url: `${shop}/hook`, isPassed: false });
    const findings = value["findings"] as { verdict: string; fix: string }[];
    expect(findings.filter(({ verdict }) => verdict === "failed").length).toBeGreaterThan(0);
    expect(findings.every(({ fix }) => fix.length > 0)).toBe(true);
    expect([...paths]).toEqual(["/hook"]);
    const welcome = await fetch(sandbox.url, { headers: { accept: "text/html" } });
    expect(await welcome.text()).toContain("Last run");
  });

  it.each([
    ["http://shop.test/hook", "The webhook URL is on another machine, shop.test."],
    [undefined, "The account has no webhook URL."],
  ])("refuse to run the doctor against %s", async (url, message) => {
    const sandbox = await startSandbox(url === undefined ? [] : ["--webhook-url", url]);
    const { isError, text } = await (await connectTo(sandbox)).call("run_doctor");
    expect(isError).toBe(true);
    expect(text).toContain(message);
  });

  it("name a missing variable", async () => {
    const { url } = await startSandbox();
    const { call } = await connectClient(["--sandbox", url, "--allow-writes"]);
    expect((await call("create_payment", payment())).text).toContain("NUMIPAY_API_KEY is missing");
    for (const [name, args] of [
      ["run_doctor", {}],
      ["explain_signature", { body: "{}", signature: "A" }],
    ] as const) {
      const { isError, text } = await call(name, args);
      expect(isError).toBe(true);
      expect(text).toContain("NUMIPAY_SIGNATURE_PASSWORD is missing");
    }
  });

  it("pass on what the sandbox rejects", async () => {
    const { call } = await connectTo(await startSandbox());
    await call("create_payment", payment());
    const again = await call("create_payment", payment({ amount: "-1" }));
    expect(again.isError).toBe(true);
    expect(again.text).toContain("amount");
    for (const [name, args, message] of [
      ["advance_clock", { duration: "yesterday" }, "Enter a number with a unit"],
      ["set_transaction_status", { transaction_id: "x", status: "paid" }, "No transaction"],
      ["get_delivery", { delivery_id: "../../x" }, "no delivery with this id"],
      ["list_transactions", { account: "x" }, "no account with this id"],
      ["run_doctor", { account: "x" }, "no account with this id"],
    ] as const) {
      const { isError, text } = await call(name, args);
      expect({ name, isError }).toEqual({ name, isError: true });
      expect(text).toContain(message);
    }
  });
});
