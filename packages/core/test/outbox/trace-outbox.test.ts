import { describe, expect, it } from "vitest";
import { closedPort, cutTheSocket, respondWith } from "../client/stub-gateway.js";
import { listen, recordTree } from "../telemetry/listen.js";
import { paid } from "./fixture.js";
import { payout, startOutbox } from "./outbox-fixture.js";
import { found, startShop } from "./recover-fixture.js";

const due = "numipay.outbox.process";
const run = "numipay.recover.run";

describe("a due call of the outbox", () => {
  it("publishes its request, its handlers and how it ended", async () => {
    const { outbox } = await startOutbox(paid);
    await outbox.enqueue(undefined, "payouts.request", payout);
    const { ended, heard } = listen();
    const paths = recordTree();
    await outbox.runOnce();
    const known = { account: "default", operation: "payouts.request", tracking_id: "payout-1" };
    expect(heard[0]).toMatchObject({ channel: due, event: "start", message: known });
    expect(ended(due)).toEqual([{ ...known, processed: "confirmed" }]);
    expect(paths).toEqual([
      "outbox.process",
      "outbox.process > client.attempt",
      "outbox.process > webhook.claim",
      "outbox.process > webhook.handler",
      "outbox.process > webhook.commit",
    ]);
    const subject = { account: "default", eventType: "outbox.confirmed" };
    expect(ended("numipay.webhook.claim")).toEqual([{ ...subject, state: "new" }]);
    expect(ended("numipay.webhook.handler")).toEqual([
      { ...subject, handler: 0, transaction_id: undefined, tracking_id: "payout-1" },
    ]);
    expect(ended("numipay.webhook.commit")).toEqual([{ ...subject, isRecorded: true }]);
    expect(ended("numipay.client.attempt")).toMatchObject([
      { operationId: "requestPayout", status: 200, tracking_id: "payout-1" },
    ]);
  });

  it("is published by a worker", async () => {
    const { outbox } = await startOutbox(respondWith(422));
    await outbox.enqueue(undefined, "payouts.request", payout);
    const { ended } = listen(due);
    const worker = outbox.start({ pollIntervalMs: 5 });
    await expect.poll(() => ended(due)).toMatchObject([{ processed: "refused" }]);
    await worker.stop();
  });

  it("is queued without a connection", async () => {
    const baseUrl = `http://127.0.0.1:${await closedPort()}`;
    const { outbox } = await startOutbox(paid, { client: { baseUrl } });
    await outbox.enqueue(undefined, "payouts.request", payout);
    const { ended } = listen(due);
    await outbox.runOnce();
    expect(ended(due)).toMatchObject([{ processed: "queued" }]);
  });

  it("is unknown after a lost response", async () => {
    const { outbox } = await startOutbox(cutTheSocket);
    await outbox.enqueue(undefined, "payouts.request", payout);
    const { ended } = listen(due);
    await outbox.runOnce();
    expect(ended(due)).toMatchObject([{ processed: "unknown" }]);
  });
});

describe("a run of recover", () => {
  it("publishes its calls and what it decided", async () => {
    const shop = await startShop();
    await shop.lose();
    await shop.lose("order-2");
    shop.gateway.status = found("pending");
    const { ended, heard } = listen();
    const paths = recordTree();
    const { counts } = await shop.recover();
    expect(heard[0]).toMatchObject({
      channel: run,
      message: { account: "default", dryRun: false, done: 0, counts: { confirmed: 0 } },
    });
    expect(ended(run)).toEqual([{ account: "default", dryRun: false, done: 2, counts }]);
    expect(counts).toMatchObject({ confirmed: 2, unknown: 0 });
    expect(new Set(paths)).toEqual(
      new Set([
        "recover.run",
        "recover.run > client.call",
        "recover.run > client.call > client.attempt",
      ]),
    );
  });

  it("ends with an error if the store is unavailable", async () => {
    const shop = await startShop();
    shop.store.unresolved = () => Promise.reject(new TypeError("no connection"));
    const { ended } = listen(run);
    await expect(shop.recover()).rejects.toThrow("no connection");
    expect(ended(run)).toMatchObject([{ done: 0, error: { name: "TypeError" } }]);
  });
});
