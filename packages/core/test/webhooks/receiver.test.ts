import { describe, expect, expectTypeOf, test, vi } from "vitest";
import { signPayload } from "../../src/protocol/signature.js";
import type { DeliveryBody } from "../../src/webhooks/delivery.js";
import type { OutcomeReport } from "../../src/webhooks/observer.js";
import type { WebhookOptions } from "../../src/webhooks/options.js";
import { createReceiver } from "../../src/webhooks/receiver.js";
import { numipayWebhook } from "../../src/webhooks/web.js";
import { delivery, password, transaction } from "./stage.js";

function createWatched(options: WebhookOptions = {}) {
  const reports: OutcomeReport[] = [];
  const watched: WebhookOptions = {
    signaturePassword: password,
    onOutcome: (r) => reports.push(r),
    ...options,
  };
  return { receiver: createReceiver(watched), reports };
}

describe("what a handler gets", () => {
  test("is the verified payload, narrowed, and what there is to know about it", async () => {
    const { receiver } = createWatched();
    const seen: unknown[] = [];
    receiver.on("deposit.successful", (event, context) => {
      expectTypeOf(event.status).toEqualTypeOf<"successful">();
      expectTypeOf(context.tx).toEqualTypeOf<undefined>();
      seen.push(event, context);
    });
    await receiver.receive(delivery({ ...transaction, fee: "1.00" }));
    expect(seen).toEqual([
      { ...transaction, fee: "1.00" },
      {
        type: "deposit.successful",
        account: "default",
        run: {},
        idempotencyKey: "deposit:t-1:successful",
        source: "webhook",
        matched: "raw",
        passwordIndex: 0,
        request: undefined,
        fencingToken: 1,
        contradicts: undefined,
        tx: undefined,
      },
    ]);
  });

  test("of a status that is not known yet is delivered, not thrown away", async () => {
    const { receiver } = createWatched();
    const seen: string[] = [];
    receiver.on("deposit.*", (event) => seen.push(event.status));
    const answer = await receiver.receive(delivery({ ...transaction, status: "refunded" }));
    expect([answer.status, seen]).toEqual([200, ["refunded"]]);
  });
});

test("a handler that writes into its event makes no conflict of the next repetition", async () => {
  const { receiver } = createWatched();
  receiver.on("*", (event) => {
    (event as { amount: string }).amount = "0.00";
  });
  const outcomes = [];
  for (let time = 0; time < 2; time += 1) {
    outcomes.push((await receiver.receive(delivery(transaction))).outcome);
  }
  const other = await receiver.receive(delivery({ ...transaction, amount: "0.00" }));
  expect([...outcomes, other.outcome]).toEqual(["processed", "duplicate", "conflict"]);
});

describe("strict mode", () => {
  const indented = JSON.stringify(transaction, null, 2);

  test("takes the bytes as they were signed", async () => {
    const { receiver } = createWatched({ strict: true });
    receiver.on("*", () => undefined);
    expect((await receiver.receive(delivery(transaction))).outcome).toBe("processed");
  });

  test("refuses the canonical form and what a parser left, which else are taken", async () => {
    const respelled = delivery(transaction, {
      body: { form: "bytes", bytes: Buffer.from(indented) },
    });
    const parsed = delivery(transaction, { body: { form: "parsed", value: { ...transaction } } });
    for (const given of [respelled, parsed]) {
      expect((await createWatched().receiver.receive(given)).status).toBe(200);
      expect((await createWatched({ strict: true }).receiver.receive(given)).outcome).toBe(
        "bad-signature",
      );
    }
  });
});

describe("signaturePassword as a function", () => {
  test("is asked with the framework's request", async () => {
    const receiver = createReceiver<{ merchant: string }>({
      signaturePassword: async ({ merchant }) =>
        merchant === "mine" ? ["x".repeat(30), password] : undefined,
      onOutcome: () => undefined,
    });
    const mine = await receiver.receive(delivery(transaction, { request: { merchant: "mine" } }));
    const strange = await receiver.receive(delivery(transaction, { request: { merchant: "no" } }));
    expect([mine.outcome, strange.outcome]).toEqual(["unhandled", "bad-signature"]);
  });

  test.each([
    ["throws", () => Promise.reject(new Error("no database"))],
    ["brings an empty one", () => ""],
    ["brings an empty list", () => []],
  ])("that %s makes no 5xx: the sender is not known yet", async (_what, signaturePassword) => {
    const { receiver, reports } = createWatched({ signaturePassword });
    expect((await receiver.receive(delivery(transaction))).status).toBe(401);
    expect(reports[0]?.error).toBeInstanceOf(Error);
  });
});

describe("onOutcome", () => {
  test("is told everything but a secret", async () => {
    const { receiver, reports } = createWatched();
    receiver.on("*", () => undefined);
    await receiver.receive(delivery(transaction));
    expect(reports).toEqual([
      {
        outcome: "processed",
        status: 200,
        durationMs: expect.any(Number) as number,
        account: "default",
        eventType: "deposit.successful",
        transaction_id: "t-1",
        tracking_id: "o-1",
        matched: "raw",
        passwordIndex: 0,
        handlers: 1,
      },
    ]);
    expect(JSON.stringify(reports)).not.toContain(password);
  });

  test("reports an event without a handler as unhandled", async () => {
    const { receiver, reports } = createWatched();
    receiver.on("withdrawal.*", () => undefined);
    const answer = await receiver.receive(delivery(transaction));
    expect(answer.status).toBe(200);
    expect(reports[0]).toMatchObject({ outcome: "unhandled", handlers: 0 });
  });

  test("names the field that is missing", async () => {
    const { receiver, reports } = createWatched();
    await receiver.receive(delivery({ transaction_id: "t1" }));
    expect(reports[0]).toMatchObject({
      outcome: "unreadable",
      reason: expect.stringMatching(/^no user_id \(there is transaction_id\)/),
    });
  });

  test("that throws spoils no answer, and is printed", async () => {
    const printed = vi.spyOn(console, "error").mockReturnValue(undefined);
    const receiver = createReceiver({
      signaturePassword: password,
      onOutcome: () => {
        throw new Error("no log");
      },
    });
    expect((await receiver.receive(delivery(transaction))).status).toBe(200);
    expect(printed).toHaveBeenCalledTimes(1);
    printed.mockRestore();
  });
});

describe("verify", () => {
  test("gives the event and does nothing with it: no handler, no record, no report", async () => {
    const { receiver, reports } = createWatched();
    const handler = vi.fn<() => void>();
    receiver.on("*", handler);
    for (let time = 0; time < 2; time += 1) {
      expect(await receiver.verify(delivery(transaction))).toEqual({ event: transaction });
    }
    expect([handler.mock.calls.length, reports.length]).toEqual([0, 0]);
    expect((await receiver.receive(delivery(transaction))).outcome).toBe("processed");
    expect(handler).toHaveBeenCalledTimes(1);
  });

  test("gives the answer that refuses, and both observers hear of it", async () => {
    const { receiver, reports } = createWatched();
    const onOutcome = vi.fn<(report: OutcomeReport) => void>();
    const forged = delivery(transaction, { headers: { "x-signature": "A".repeat(40) } });
    const { event, answer } = await receiver.verify({ ...forged, onOutcome });
    expect([event, answer?.status]).toEqual([undefined, 401]);
    expect([reports[0]?.outcome, onOutcome.mock.calls[0]?.[0].status]).toEqual([
      "bad-signature",
      401,
    ]);
  });
});

describe("onVerified", () => {
  test("is called before the handlers are looked up", async () => {
    const { receiver } = createWatched();
    const seen: string[] = [];
    const onVerified = async (): Promise<void> => {
      receiver.on("*", (event) => void seen.push(event.tracking_id));
    };
    const answer = await receiver.receive({ ...delivery(transaction), onVerified });
    expect([answer.outcome, seen]).toEqual(["processed", ["o-1"]]);
  });

  test("is not called for what is refused", async () => {
    const { receiver } = createWatched();
    const onVerified = vi.fn(() => undefined);
    await receiver.receive({
      ...delivery(transaction, { headers: { "x-signature": "A".repeat(40) } }),
      onVerified,
    });
    await receiver.receive({ ...delivery(transaction), method: "GET", onVerified });
    expect(onVerified).not.toHaveBeenCalled();
  });

  test.each([
    ["rejects", () => Promise.reject(new Error("no store"))],
    [
      "throws",
      () => {
        throw new Error("no store");
      },
    ],
  ])("that %s leaves the delivery unapplied", async (_what, onVerified) => {
    const { receiver, reports } = createWatched();
    const answer = await receiver.receive({ ...delivery(transaction), onVerified });
    expect(answer.status).toBe(503);
    expect(reports).toMatchObject([{ outcome: "inbox-unavailable", error: new Error("no store") }]);
  });
});

describe("a body's bounds", () => {
  const withDepth = (levels: number): string => {
    const deep = `${"[".repeat(levels - 1)}${"]".repeat(levels - 1)}`;
    return JSON.stringify({ ...transaction, deep: 0 }).replace('"deep":0', `"deep":${deep}`);
  };
  const withSize = (bytes: number): string => {
    const note = "x".repeat(bytes - JSON.stringify({ ...transaction, note: "" }).length);
    return JSON.stringify({ ...transaction, note });
  };
  /** The outcome of one text in each form in which an adapter can hand it in, then through the Web handler. */
  async function receiveForms(text: string, signed = text): Promise<string[]> {
    const value = JSON.parse(text) as object;
    const bodies: DeliveryBody[] = [
      { form: "bytes", bytes: Buffer.from(text) },
      { form: "parsed", value: text },
      { form: "parsed", value },
    ];
    const outcomes: string[] = [];
    for (const body of bodies) {
      const { receiver } = createWatched();
      outcomes.push((await receiver.receive(delivery(signed, { body }))).outcome);
    }
    const { fetch } = numipayWebhook({ signaturePassword: password, onOutcome: () => undefined });
    const headers = { "x-signature": signPayload(signed, password) };
    const request = new Request("https://shop.example", { method: "POST", headers, body: text });
    const { outcome } = (await (await fetch(request)).json()) as { outcome: string };
    return [...outcomes, outcome];
  }

  test.each([
    ["64 levels", withDepth(64), "unhandled"],
    ["65 levels", withDepth(65), "malformed"],
    ["30,000 levels", withDepth(30_000), "malformed"],
    ["65,536 bytes", withSize(65_536), "unhandled"],
    ["65,537 bytes", withSize(65_537), "too-large"],
  ])("judge signed %s alike in every form", async (_name, text, outcome) => {
    expect(await receiveForms(text)).toEqual(Array(4).fill(outcome));
  });

  test.each([
    ["30,000 levels", withDepth(30_000)],
    ["65,536 bytes", withSize(65_536)],
    ["numbers that grow", JSON.stringify({ ...transaction, a: [1e20] })],
  ])("leave unsigned %s a bad signature", async (_name, text) => {
    expect(await receiveForms(text, "another text")).toEqual(Array(4).fill("bad-signature"));
  });

  test("refuse a parsed circle as too large", async () => {
    const value: Record<string, unknown> = { ...transaction };
    value["self"] = value;
    const body: DeliveryBody = { form: "parsed", value };
    const { receiver } = createWatched();
    expect((await receiver.receive(delivery("text", { body }))).outcome).toBe("too-large");
  });

  test("hold for an event that the caller applies", async () => {
    const { receiver, reports } = createWatched();
    const event = JSON.parse(withDepth(65)) as typeof transaction;
    const origin = { source: "reconcile", matched: undefined } as const;
    const from = { ...origin, passwordIndex: undefined, request: undefined };
    expect((await receiver.apply(event, from)).outcome).toBe("malformed");
    expect(reports[0]?.error).toEqual(new RangeError("nested deeper than 64 levels"));
  });
});

test("a refused signature is found out before the body is read", async () => {
  const { receiver, reports } = createWatched();
  let reads = 0;
  const unsigned = delivery(transaction, { headers: { "x-signature": "nonsense" } });
  unsigned.body = async () => {
    reads += 1;
    return { form: "lost" };
  };
  expect((await receiver.receive(unsigned)).status).toBe(401);
  expect(reads).toBe(0);
  expect(reports[0]?.reason).toMatch(/^no x-signature .*contract\.headers\.signature/);
});

test("a body announced as too large is refused before it is read", async () => {
  const { receiver } = createWatched({ maxBodyBytes: 10 });
  const large = delivery(transaction, { headers: { "content-length": "11" } });
  large.body = () => Promise.reject(new Error("read all the same"));
  expect((await receiver.receive(large)).status).toBe(413);
});

test("the request that brought a delivery reaches handlers, and the delivery's own observer hears what was thrown", async () => {
  const { receiver, reports } = createWatched();
  const thrown = new Error("no");
  const request = { id: 7 };
  receiver.on("*", (_event, context) => {
    expect(context.request).toBe(request);
    throw thrown;
  });
  const heard: OutcomeReport[] = [];
  const onOutcome = (report: OutcomeReport): void => void heard.push(report);
  await receiver.receive({ ...delivery(transaction, { request }), onOutcome });
  expect(heard).toEqual(reports);
  expect(heard[0]?.error).toMatchObject({ errors: [thrown] });
});

test("the answer's body tells the outcome and nothing else", async () => {
  const { receiver } = createWatched();
  expect((await receiver.receive(delivery(transaction))).body).toBe('{"outcome":"unhandled"}');
});

test("what the reconciler found goes the same way, once, and says where it is from", async () => {
  const { receiver, reports } = createWatched();
  const sources: string[] = [];
  receiver.on("*", (_event, { source, matched }) => sources.push(`${source} ${matched}`));
  const origin = {
    source: "reconcile",
    matched: undefined,
    passwordIndex: undefined,
    request: undefined,
  } as const;
  await receiver.apply(transaction, origin);
  await receiver.apply(transaction, origin);
  await receiver.receive(delivery(transaction));
  expect(sources).toEqual(["reconcile undefined"]);
  expect(reports.map(({ outcome, status }) => [outcome, status])).toEqual([
    ["processed", undefined],
    ["duplicate", undefined],
    ["duplicate", 200],
  ]);
});

test("on and off give back what they were called on", () => {
  const { receiver } = createWatched();
  const handler = (): void => undefined;
  expect(receiver.on("*", handler).off("*", handler)).toBe(receiver);
  const target = receiver.extend([1, 2]);
  expect(target.on("*", handler)).toBe(target);
});
