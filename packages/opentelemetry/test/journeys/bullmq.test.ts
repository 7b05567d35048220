import { randomUUID } from "node:crypto";
import { createConnection } from "node:net";
import { createWebhookQueue, createWebhookWorker } from "@numipay/bullmq";
import { memoryInbox, numipayWebhook } from "@numipay/core";
import { signDelivery } from "@numipay/testing";
import { SpanKind, trace } from "@opentelemetry/api";
import { Queue } from "bullmq";
import { describe, expect, it, onTestFinished } from "vitest";
import { toOutline } from "../span-tree.js";
import { instrument, registerSdk } from "../telemetry-fixture.js";
import { deposit } from "./deposit.js";
import { creditWallet } from "./open-shop.js";

const redis = new URL(process.env["REDIS_URL"] ?? "redis://127.0.0.1:6379");
const signaturePassword = "a-signature-password-of-30-chars";

/** Why the tests are skipped. With CI=true, they fail instead. */
async function whyMissing(): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(Number(redis.port || "6379"), redis.hostname, () => {
      socket.destroy();
      resolve(undefined);
    });
    socket.on("error", (cause) => {
      const reason = `Redis at ${redis.host} is unreachable`;
      if (process.env["CI"] !== "true") resolve(reason);
      else reject(new Error(`${reason}. Start it: CI=true requires it.`, { cause }));
    });
  });
}

const missing = await whyMissing();
const title = missing === undefined ? "a queued deposit" : `a queued deposit (skipped: ${missing})`;

/** Opens a webhook, its queue and a worker under a prefix of their own. */
async function openQueue() {
  const sdk = registerSdk();
  instrument();
  const place = { connection: { url: redis.href }, prefix: `numipay-test-${randomUUID()}` };
  const bull = new Queue("numipay-webhooks", place);
  const queue = createWebhookQueue({
    ...place,
    attempts: 2,
    backoffMs: 1,
    onRisk: () => undefined,
  });
  const webhook = numipayWebhook({ signaturePassword, queue, onOutcome: () => undefined });
  let finish = (): void => undefined;
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const worker = createWebhookWorker({
    ...place,
    inbox: memoryInbox(),
    onOutcome: ({ outcome }) => {
      if (outcome === "processed") finish();
    },
    onDeadLetter: finish,
  });
  onTestFinished(async () => {
    await worker.close();
    await queue.close();
    await bull.obliterate({ force: true });
    await bull.close();
  });
  return {
    ...sdk,
    bull,
    worker,
    deliver: async () => {
      // As the instrumentation of the host's server does.
      await trace
        .getTracer("http")
        .startActiveSpan("POST", { kind: SpanKind.SERVER }, async (span) => {
          const request = new Request(
            "http://shop.test/",
            signDelivery(deposit, { signaturePassword }),
          );
          expect((await webhook.fetch(request)).status).toBe(200);
          span.end();
        });
    },
    /** Resolves once the event was processed, or is a dead letter. */
    work: async () => {
      worker.start();
      await finished;
      await worker.close();
    },
  };
}

describe.skipIf(missing !== undefined)(title, () => {
  it("has a trace of the delivery, and one of the job that is linked to it", async () => {
    const { spans, worker, deliver, work } = await openQueue();
    worker.on("deposit.successful", creditWallet);
    await deliver();
    await work();
    expect(toOutline(spans())).toMatchInlineSnapshot(`
      "
      SERVER POST
        INTERNAL numipay webhook.delivery numipay.account=default numipay.event_type=deposit.successful numipay.outcome=queued numipay.password_index=0 numipay.signed_form=raw numipay.source=webhook numipay.tracking_id=order-1 numipay.transaction_id=gateway-1
          INTERNAL numipay webhook.verify numipay.signed_form=raw
          PRODUCER send numipay-webhooks messaging.destination.name=numipay-webhooks messaging.operation.name=add messaging.operation.type=send messaging.system=bullmq numipay.account=default numipay.event_type=deposit.successful numipay.tracking_id=order-1 numipay.transaction_id=gateway-1
      CONSUMER process numipay-webhooks messaging.destination.name=numipay-webhooks messaging.message.id=numipay-31137359d3d838b3bc4906266677a0995a948692855a55521574d4e4f6fadc8a messaging.operation.name=process messaging.operation.type=process messaging.system=bullmq numipay.account=default numipay.attempt=1 numipay.dead_letter=false numipay.event_type=deposit.successful numipay.outcome=processed numipay.transaction_id=gateway-1
        INTERNAL numipay webhook.delivery numipay.account=default numipay.event_type=deposit.successful numipay.handlers=1 numipay.outcome=processed numipay.source=queue numipay.tracking_id=order-1 numipay.transaction_id=gateway-1
          INTERNAL numipay webhook.claim numipay.account=default numipay.claim_state=new numipay.event_type=deposit.successful
          INTERNAL numipay webhook.handler numipay.account=default numipay.event_type=deposit.successful numipay.handler=0 numipay.tracking_id=order-1 numipay.transaction_id=gateway-1
            INTERNAL credit wallet
              INTERNAL UPDATE wallets
          INTERNAL numipay webhook.commit numipay.account=default numipay.event_type=deposit.successful numipay.recorded=true
      "
    `);
    const add = spans().find(({ kind }) => kind === SpanKind.PRODUCER);
    const process = spans().find(({ kind }) => kind === SpanKind.CONSUMER);
    expect(process?.links.map(({ context }) => [context.traceId, context.spanId])).toEqual([
      [add?.spanContext().traceId, add?.spanContext().spanId],
    ]);
    expect(process?.spanContext().traceId).not.toBe(add?.spanContext().traceId);
  });

  it("counts its dead letter, and links each attempt", async () => {
    const { spans, worker, deliver, work, scrape } = await openQueue();
    worker.on("deposit.successful", () => {
      throw new RangeError("canary");
    });
    await deliver();
    await work();
    const attempts = spans().filter(({ kind }) => kind === SpanKind.CONSUMER);
    expect(toOutline(attempts)).toMatchInlineSnapshot(`
      "
      CONSUMER process numipay-webhooks ERROR error.type=handler-failed messaging.destination.name=numipay-webhooks messaging.message.id=numipay-31137359d3d838b3bc4906266677a0995a948692855a55521574d4e4f6fadc8a messaging.operation.name=process messaging.operation.type=process messaging.system=bullmq numipay.account=default numipay.attempt=1 numipay.dead_letter=false numipay.event_type=deposit.successful numipay.outcome=handler-failed numipay.transaction_id=gateway-1
      CONSUMER process numipay-webhooks ERROR error.type=handler-failed messaging.destination.name=numipay-webhooks messaging.message.id=numipay-31137359d3d838b3bc4906266677a0995a948692855a55521574d4e4f6fadc8a messaging.operation.name=process messaging.operation.type=process messaging.system=bullmq numipay.account=default numipay.attempt=2 numipay.dead_letter=true numipay.event_type=deposit.successful numipay.outcome=handler-failed numipay.transaction_id=gateway-1
      "
    `);
    expect(attempts.every(({ links }) => links.length === 1)).toBe(true);
    expect(await scrape()).toMatch(/^numipay_queue_dead_letters_total\{[^}]*\} 1$/m);
  });
});
