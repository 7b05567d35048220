import { tracingChannel } from "node:diagnostics_channel";
import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { ContractOverride } from "../../src/protocol/contract/override.js";
import type { EventOrigin } from "../../src/webhooks/emitter.js";
import type { Change, Inbox } from "../../src/webhooks/inbox.js";
import { memoryInbox } from "../../src/webhooks/memory-inbox.js";
import type { OutcomeReport } from "../../src/webhooks/observer.js";
import type { WebhookOptions } from "../../src/webhooks/options.js";
import { createReceiver } from "../../src/webhooks/receiver.js";
import { synchronous } from "../../src/webhooks/synchronous.js";
import { createVerifier } from "../../src/webhooks/verifier.js";
import { listen, recordTree } from "../telemetry/listen.js";
import { delivery, password, transaction } from "./fixture.js";

const names = {
  delivery: "numipay.webhook.delivery",
  verify: "numipay.webhook.verify",
  claim: "numipay.webhook.claim",
  handler: "numipay.webhook.handler",
  commit: "numipay.webhook.commit",
} as const;

function createFixture(options: WebhookOptions<undefined> = {}) {
  const reports: OutcomeReport[] = [];
  const onOutcome = (report: OutcomeReport): void => void reports.push({ ...report });
  const receiver = createReceiver<undefined>({
    signaturePassword: password,
    onOutcome,
    ...options,
  });
  return { receiver, reports };
}

const origin: EventOrigin = {
  source: "reconcile",
  matched: undefined,
  passwordIndex: undefined,
  request: undefined,
};

const subject = { account: "default", eventType: "deposit.successful" };

describe("a delivery", () => {
  it("publishes its steps in order, each inside the delivery", async () => {
    const { receiver } = createFixture();
    receiver.on("deposit.successful", async () => nextTurn());
    receiver.on("*", () => undefined);
    const { lines } = listen();
    const paths = recordTree();
    await receiver.receive(delivery(transaction));
    const steps = lines().filter(
      (line) => /(start|asyncEnd)$/.test(line) && !/asyncStart/.test(line),
    );
    expect(steps).toEqual([
      "webhook.delivery start",
      "webhook.verify start",
      "webhook.verify asyncEnd",
      "webhook.claim start",
      "webhook.claim asyncEnd",
      "webhook.handler start",
      "webhook.handler asyncEnd",
      "webhook.handler start",
      "webhook.handler asyncEnd",
      "webhook.commit start",
      "webhook.commit asyncEnd",
      "webhook.delivery asyncEnd",
    ]);
    expect(paths).toEqual([
      "webhook.delivery",
      "webhook.delivery > webhook.verify",
      "webhook.delivery > webhook.claim",
      "webhook.delivery > webhook.handler",
      "webhook.delivery > webhook.handler",
      "webhook.delivery > webhook.commit",
    ]);
  });

  it("publishes what is known at the beginning and at the end", async () => {
    const { receiver, reports } = createFixture();
    receiver.on("*", () => undefined);
    const { heard, ended } = listen();
    await receiver.receive(delivery(transaction));
    const started = heard.filter(({ event }) => event === "start").map(({ message }) => message);
    const about = { handler: 0, transaction_id: "t-1", tracking_id: "o-1" };
    expect(started).toEqual([
      { source: "webhook", report: undefined },
      { outcome: undefined, matched: undefined },
      { ...subject, state: undefined },
      { ...subject, ...about },
      { ...subject, isRecorded: undefined },
    ]);
    expect(ended(names.delivery)).toEqual([{ source: "webhook", report: reports[0] }]);
    expect(reports).toMatchObject([{ outcome: "processed", status: 200 }]);
    expect(ended(names.verify)).toEqual([{ outcome: undefined, matched: "raw" }]);
    expect(ended(names.claim)).toEqual([{ ...subject, state: "new" }]);
    expect(ended(names.handler)).toEqual([{ ...subject, ...about }]);
    expect(ended(names.commit)).toEqual([{ ...subject, isRecorded: true }]);
  });

  it("ends with the claim of a duplicate", async () => {
    const { receiver } = createFixture();
    receiver.on("*", () => undefined);
    await receiver.receive(delivery(transaction));
    const { ended } = listen();
    const paths = recordTree();
    await receiver.receive(delivery(transaction));
    expect(ended(names.claim)).toEqual([{ ...subject, state: "duplicate" }]);
    expect(ended(names.delivery)).toMatchObject([{ report: { outcome: "duplicate" } }]);
    expect(paths.map((path) => path.split("webhook.").at(-1))).toEqual([
      "delivery",
      "verify",
      "claim",
    ]);
  });

  it.each<[string, Parameters<typeof delivery<undefined>>, string]>([
    [
      "a wrong signature",
      [transaction, { headers: { "x-signature": "A".repeat(40) } }],
      "bad-signature",
    ],
    ["no signature", [transaction, { headers: { "x-signature": "" } }], "bad-signature"],
    ["another method", [transaction, { method: "GET" }], "method-not-allowed"],
    ["a large body", [transaction, { body: { form: "too-large" } }], "too-large"],
  ])("ends with the verification after %s", async (_what, args, outcome) => {
    const { receiver } = createFixture();
    const { ended, lines } = listen();
    await receiver.receive(delivery(...args));
    expect(ended(names.verify)).toEqual([{ outcome, matched: undefined }]);
    expect(ended(names.delivery)).toMatchObject([{ report: { outcome } }]);
    expect(lines().filter((line) => line.includes("claim"))).toEqual([]);
  });

  it("names the error of a handler, not its message", async () => {
    const { receiver, reports } = createFixture();
    receiver.on("*", () => {
      throw Object.assign(new RangeError("duplicate key (a@canary.example)"), { code: "23505" });
    });
    const { ended, heard } = listen();
    const { outcome } = await receiver.receive(delivery(transaction));
    expect(outcome).toBe("handler-failed");
    expect(ended(names.handler)).toMatchObject([{ error: { name: "RangeError", code: "23505" } }]);
    expect(ended(names.delivery)).toMatchObject([
      { report: { outcome, error: { name: "AggregateError", code: undefined } } },
    ]);
    expect(ended(names.commit)).toEqual([]);
    expect(JSON.stringify(heard)).not.toContain("canary");
    // The application's own observer gets all of it.
    expect(reports[0]?.error).toBeInstanceOf(AggregateError);
  });

  it("reports a failing inbox on its step", async () => {
    const fail = (): Promise<never> => Promise.reject(new Error("no connection"));
    const { receiver } = createFixture({ inbox: { ...memoryInbox(), claim: fail } });
    const { ended } = listen();
    await receiver.receive(delivery(transaction));
    const error = { name: "Error", code: undefined };
    expect(ended(names.claim)).toEqual([{ ...subject, state: undefined, error }]);
    const other = createFixture({ inbox: { ...memoryInbox(), complete: fail } }).receiver;
    await other.receive(delivery(transaction));
    expect(ended(names.commit)).toEqual([{ ...subject, isRecorded: undefined, error }]);
    expect(ended(names.delivery)).toMatchObject([
      { report: { outcome: "inbox-unavailable" } },
      { report: { outcome: "inbox-unavailable" } },
    ]);
  });

  it("cannot be changed through the published report", async () => {
    const { receiver } = createFixture();
    const { asyncEnd } = tracingChannel(names.delivery);
    const change = (message: unknown): void => {
      Object.assign((message as { report: object }).report, { outcome: "handler-failed" });
    };
    asyncEnd.subscribe(change);
    onTestFinished(() => {
      asyncEnd.unsubscribe(change);
    });
    const { outcome } = await receiver.apply(transaction, origin);
    expect(outcome).toBe("unhandled");
  });
});

describe("the handlers", () => {
  it("are called once each, also inside around", async () => {
    const { receiver } = createFixture();
    const [first, second] = [vi.fn(async () => nextTurn()), vi.fn()];
    receiver.on("*", first);
    receiver.on("*", second);
    const { ended } = listen(names.handler);
    await receiver.receive(delivery(transaction));
    expect(first).toHaveBeenCalledTimes(1);
    expect(second).toHaveBeenCalledTimes(1);
    expect(ended(names.handler).map(({ handler }) => handler)).toEqual([0, 1]);
  });

  it("stay synchronous if they are", async () => {
    const order: string[] = [];
    const inbox = memoryInbox();
    const complete = (...args: Parameters<Inbox["complete"]>): Promise<boolean> => {
      order.push("complete");
      return inbox.complete(...args);
    };
    const { receiver } = createFixture({ inbox: { ...inbox, complete } });
    receiver.on("*", () => {
      order.push("handler");
      queueMicrotask(() => order.push("microtask"));
    });
    listen(names.handler);
    await receiver.receive(delivery(transaction));
    expect(order).toEqual(["handler", "complete", "microtask"]);
  });

  it("may still not return a promise with a synchronous transaction", async () => {
    const inner = memoryInbox();
    const tx = { [synchronous]: true } as never;
    const claim: Inbox["claim"] = async (...args) => {
      const claimed = await inner.claim(...args);
      return claimed.state === "new" ? { ...claimed, lease: { ...claimed.lease, tx } } : claimed;
    };
    const { receiver, reports } = createFixture({ inbox: { ...inner, claim } });
    receiver.on("*", async () => nextTurn());
    const { ended } = listen(names.handler);
    await receiver.receive(delivery(transaction));
    expect(reports).toMatchObject([{ outcome: "handler-failed" }]);
    expect(ended(names.handler)).toMatchObject([{ error: { name: "TypeError" } }]);
  });

  it("end their span when they finish after the time limit", async () => {
    const { receiver, reports } = createFixture({ handlerTimeoutMs: 10 });
    let finish = (): void => undefined;
    receiver.on("*", () => new Promise<void>((resolve) => (finish = resolve)));
    const { ended } = listen();
    const paths = recordTree();
    const { outcome } = await receiver.receive(delivery(transaction));
    expect(outcome).toBe("handler-failed");
    expect(ended(names.delivery)).toHaveLength(1);
    expect(ended(names.handler)).toEqual([]);
    finish();
    await expect.poll(() => ended(names.commit)).toEqual([{ ...subject, isRecorded: true }]);
    expect(ended(names.handler)).toHaveLength(1);
    expect(reports.map((report) => report.outcome)).toEqual(["handler-failed", "processed"]);
    expect(paths.at(-1)).toBe("webhook.delivery > webhook.commit");
  });

  it("end their span with an error when they fail after the time limit", async () => {
    const { receiver } = createFixture({ handlerTimeoutMs: 10 });
    let fail = (_error: Error): void => undefined;
    receiver.on("*", () => new Promise<void>((_resolve, reject) => (fail = reject)));
    const { ended } = listen(names.handler);
    await receiver.receive(delivery(transaction));
    fail(new TypeError("late"));
    const error = { name: "TypeError", code: undefined };
    await expect.poll(() => ended(names.handler)).toMatchObject([{ error }]);
  });
});

describe("the source of an event", () => {
  it("is reconcile for the gateway's list, and queue for another event", async () => {
    const { receiver } = createFixture();
    const { ended } = listen(names.delivery);
    const paths = recordTree();
    await receiver.apply(transaction, origin);
    await receiver.apply(
      { ...transaction, transaction_id: "t-2" },
      { ...origin, source: "webhook" },
    );
    expect(ended(names.delivery)).toMatchObject([
      { source: "reconcile", report: { outcome: "unhandled", transaction_id: "t-1" } },
      { source: "queue", report: { outcome: "unhandled", transaction_id: "t-2" } },
    ]);
    expect(paths).toContain("webhook.delivery > webhook.claim");
  });

  it("is replay for an unreadable delivery", async () => {
    const inbox: Inbox = { ...memoryInbox(), durable: true };
    const { ended } = listen(names.delivery, names.verify);
    await createFixture({ inbox }).receiver.receive(delivery({ ...transaction, user_id: null }));
    expect(ended(names.verify)).toEqual([{ outcome: "unreadable", matched: "raw" }]);
    const contract: ContractOverride = { webhook: { fields: { user_id: { required: false } } } };
    await createFixture({ inbox, contract }).receiver.unreadable.replay();
    expect(ended(names.delivery)).toMatchObject([
      { source: "webhook", report: { outcome: "unreadable" } },
      { source: "replay", report: { outcome: "unhandled" } },
    ]);
  });

  it("is webhook for a delivery that is added to a queue", async () => {
    const added: Change[] = [];
    const queue = { add: async (change: Change) => void added.push(change) };
    const { ended, lines } = listen();
    await createFixture({ queue }).receiver.receive(delivery(transaction));
    expect(ended(names.delivery)).toMatchObject([
      { source: "webhook", report: { outcome: "queued" } },
    ]);
    expect(lines().filter((line) => line.includes("claim"))).toEqual([]);
    expect(added).toHaveLength(1);
  });
});

describe("a verifier", () => {
  it("publishes the verification and no delivery", async () => {
    const verify = createVerifier({ signaturePassword: password, onOutcome: () => undefined });
    const { ended, lines } = listen();
    await verify(delivery(transaction));
    await verify(delivery(transaction, { headers: { "x-signature": "A".repeat(40) } }));
    expect(ended(names.verify)).toEqual([
      { outcome: undefined, matched: "raw" },
      { outcome: "bad-signature", matched: undefined },
    ]);
    expect(lines().every((line) => line.startsWith("webhook.verify"))).toBe(true);
  });
});
