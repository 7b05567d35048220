import {
  memoryInbox,
  memoryJournal,
  Numipay,
  numipayWebhook,
  reconcile,
  recover,
} from "@numipay/core";
import { describe, expect, it } from "vitest";
import { toOutline } from "../span-tree.js";
import { instrument, registerSdk } from "../telemetry-fixture.js";
import { creditWallet, order } from "./open-shop.js";
import { namesIn, startSandbox, submit } from "./start-sandbox.js";

describe("reconcile", () => {
  it("has a span of the run, with each event that it found", async () => {
    const { spans, scrape } = registerSdk();
    const sandbox = await startSandbox();
    const numipay = new Numipay(sandbox.clientOptions);
    const { url } = await numipay.payments.hostedCheckout(order);
    await submit(`${url}/northbank`, { action: "pay" });
    const { signaturePassword } = sandbox;
    const webhook = numipayWebhook({
      signaturePassword,
      // As an inbox of a database is.
      inbox: { ...memoryInbox(), durable: true },
      onOutcome: () => undefined,
    });
    webhook.on("deposit.*", creditWallet);
    instrument();
    const today = sandbox.now().toISOString().slice(0, 10);
    for await (const found of reconcile({ numipay, webhook, from: today, to: today })) {
      expect(found.outcome).toBe("processed");
    }
    expect(toOutline(spans(), namesIn(sandbox))).toMatchInlineSnapshot(`
      "
      INTERNAL numipay reconcile.run numipay.account=default numipay.dry_run=false numipay.reconcile.complete=true numipay.reconcile.failed=0 numipay.reconcile.found=1 numipay.reconcile.listed=1 numipay.reconcile.set_aside=0 numipay.reconcile.unhandled=0 numipay.reconcile.windows=1
        INTERNAL numipay transactions.list numipay.attempts=1 numipay.moves_money=false numipay.operation=transactions.list numipay.operation_id=listTransactions numipay.outcome=succeeded server.address=127.0.0.1 server.port=<port>
          CLIENT GET /transactions http.request.method=GET http.response.status_code=200 numipay.operation_id=listTransactions server.address=127.0.0.1 server.port=<port> url.template=/transactions
        INTERNAL numipay webhook.delivery numipay.account=default numipay.event_type=deposit.successful numipay.handlers=1 numipay.outcome=processed numipay.source=reconcile numipay.tracking_id=order-1 numipay.transaction_id=gateway-0
          INTERNAL numipay webhook.claim numipay.account=default numipay.claim_state=new numipay.event_type=deposit.successful
          INTERNAL numipay webhook.handler numipay.account=default numipay.event_type=deposit.successful numipay.handler=0 numipay.tracking_id=order-1 numipay.transaction_id=gateway-0
            INTERNAL credit wallet
              INTERNAL UPDATE wallets
          INTERNAL numipay webhook.commit numipay.account=default numipay.event_type=deposit.successful numipay.recorded=true
      "
    `);
    const samples = await scrape();
    expect(samples).toMatch(/^numipay_reconcile_found_total\{[^}]*\} 1$/m);
    expect(samples).toMatch(/^numipay_reconcile_last_complete\{[^}]*\} \d{10}/m);
  });
});

describe("recover", () => {
  it("has a span of the run, and counts what is undecided", async () => {
    const { spans, scrape } = registerSdk();
    const sandbox = await startSandbox();
    const journal = memoryJournal();
    const fetch = async (): Promise<Response> => {
      throw new TypeError("fetch failed");
    };
    const offline = new Numipay({ ...sandbox.clientOptions, journal, fetch, retryDelayMs: 1 });
    await offline.payments.hostedCheckout(order).catch(() => undefined);
    instrument();
    await recover({ numipay: new Numipay({ ...sandbox.clientOptions, journal }), journal });
    expect(toOutline(spans(), namesIn(sandbox))).toMatchInlineSnapshot(`
      "
      INTERNAL numipay recover.run numipay.account=default numipay.dry_run=false numipay.recover.confirmed=0 numipay.recover.done=1 numipay.recover.failed=0 numipay.recover.queued=0 numipay.recover.released=0 numipay.recover.skipped=0 numipay.recover.unknown=1
        INTERNAL numipay transactions.status ERROR error.type=request_rejected numipay.attempts=1 numipay.moves_money=false numipay.operation=transactions.status numipay.operation_id=transactionStatus numipay.outcome=failed numipay.tracking_id=order-1 server.address=127.0.0.1 server.port=<port>
          CLIENT GET /transactions/{id} ERROR error.type=404 http.request.method=GET http.response.status_code=404 numipay.operation_id=transactionStatus numipay.tracking_id=order-1 server.address=127.0.0.1 server.port=<port> url.template=/transactions/{id}
      "
    `);
    expect(await scrape()).toMatch(/^numipay_recover_undecided\{[^}]*\} 1$/m);
  });
});
