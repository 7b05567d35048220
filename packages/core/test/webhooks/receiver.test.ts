import { describe, expect, it, vi } from "vitest";
import { signPayload } from "../../src/protocol/signature.js";
import type { DeliveryBody } from "../../src/webhooks/delivery.js";
import type { OutcomeReport } from "../../src/webhooks/observer.js";
import type { WebhookOptions } from "../../src/webhooks/options.js";
import { createReceiver } from "../../src/webhooks/receiver.js";
import { numipayWebhook } from "../../src/webhooks/web.js";
import { delivery, password, transaction } from "./fixture.js";

function createFixture(options: WebhookOptions = {}) {
  const reports: OutcomeReport[] = [];
  const watched: WebhookOptions = {
    signaturePassword: password,
    onOutcome: (r) => reports.push(r),
    ...options,
  };
  return { receiver: createReceiver(watched), reports };
}

describe("a handler", () => {
  it("receives the verified payload and its context", async () => {
    const { receiver } = createFixture();
    const seen: unknown[] = [];
    receiver.on("deposit.successful", (event, context) => {
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

  it("receives unknown statuses", async () => {
    const { receiver } = createFixture();
    const seen: string[] = [];
    receiver.on("deposit.*", (event) => seen.push(event.status));
    const response = await receiver.receive(delivery({ ...transaction, status: "refunded" }));
    expect([response.status, seen]).toEqual([200, ["refunded"]]);
  });
});

describe("a handler", () => {
  it("can modify its event without a conflict", async () => {
    const { receiver } = createFixture();
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
});

describe("strict mode", () => {
  const indented = JSON.stringify(transaction, null, 2);

  it("accepts the signed bytes", async () => {
    const { receiver } = createFixture({ strict: true });
    receiver.on("*", () => undefined);
    expect((await receiver.receive(delivery(transaction))).outcome).toBe("processed");
  });

  it("rejects the canonical form", async () => {
    const reserialized = delivery(transaction, {
      body: { form: "bytes", bytes: Buffer.from(indented) },
    });
    const parsed = delivery(transaction, { body: { form: "parsed", value: { ...transaction } } });
    for (const given of [reserialized, parsed]) {
      expect((await createFixture().receiver.receive(given)).status).toBe(200);
      expect((await createFixture({ strict: true }).receiver.receive(given)).outcome).toBe(
        "bad-signature",
      );
    }
  });
});

describe("signaturePassword as a function", () => {
  it("is called with the framework's request", async () => {
    const receiver = createReceiver<{ merchant: string }>({
      signaturePassword: async ({ merchant }) =>
        merchant === "mine" ? ["x".repeat(30), password] : undefined,
      onOutcome: () => undefined,
    });
    const mine = await receiver.receive(delivery(transaction, { request: { merchant: "mine" } }));
    const unknown = await receiver.receive(delivery(transaction, { request: { merchant: "no" } }));
    expect([mine.outcome, unknown.outcome]).toEqual(["unhandled", "bad-signature"]);
  });

  it.each([
    ["throws", () => Promise.reject(new Error("no database"))],
    ["returns an empty password", () => ""],
    ["returns an empty list", () => []],
  ])("that %s causes a 401", async (_what, signaturePassword) => {
    const { receiver, reports } = createFixture({ signaturePassword });
    expect((await receiver.receive(delivery(transaction))).status).toBe(401);
    expect(reports[0]?.error).toBeInstanceOf(Error);
  });
});

describe("onOutcome", () => {
  it("receives everything but secrets", async () => {
    const { receiver, reports } = createFixture();
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

  it("reports an event without a handler as unhandled", async () => {
    const { receiver, reports } = createFixture();
    receiver.on("withdrawal.*", () => undefined);
    const response = await receiver.receive(delivery(transaction));
    expect(response.status).toBe(200);
    expect(reports[0]).toMatchObject({ outcome: "unhandled", handlers: 0 });
  });

  it("receives the missing field as reason", async () => {
    const { receiver, reports } = createFixture();
    await receiver.receive(delivery({ transaction_id: "t1" }));
    expect(reports[0]).toMatchObject({
      outcome: "unreadable",
      reason: expect.stringMatching(/^user_id is missing \(the fields are transaction_id\)/),
    });
  });

  it("that throws does not affect the response", async () => {
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
  it("returns the event without applying it", async () => {
    const { receiver, reports } = createFixture();
    const handler = vi.fn<() => void>();
    receiver.on("*", handler);
    for (let time = 0; time < 2; time += 1) {
      expect(await receiver.verify(delivery(transaction))).toEqual({ event: transaction });
    }
    expect([handler.mock.calls.length, reports.length]).toEqual([0, 0]);
    expect((await receiver.receive(delivery(transaction))).outcome).toBe("processed");
    expect(handler).toHaveBeenCalledTimes(1);
  });

  it("returns the rejection and reports it", async () => {
    const { receiver, reports } = createFixture();
    const onOutcome = vi.fn<(report: OutcomeReport) => void>();
    const forged = delivery(transaction, { headers: { "x-signature": "A".repeat(40) } });
    const { event, response } = await receiver.verify({ ...forged, onOutcome });
    expect([event, response?.status]).toEqual([undefined, 401]);
    expect([reports[0]?.outcome, onOutcome.mock.calls[0]?.[0].status]).toEqual([
      "bad-signature",
      401,
    ]);
  });
});

describe("onVerified", () => {
  it("is called before the handlers are looked up", async () => {
    const { receiver } = createFixture();
    const seen: string[] = [];
    const onVerified = async (): Promise<void> => {
      receiver.on("*", (event) => void seen.push(event.tracking_id));
    };
    const response = await receiver.receive({ ...delivery(transaction), onVerified });
    expect([response.outcome, seen]).toEqual(["processed", ["o-1"]]);
  });

  it("is not called for rejected deliveries", async () => {
    const { receiver } = createFixture();
    const onVerified = vi.fn(() => undefined);
    await receiver.receive({
      ...delivery(transaction, { headers: { "x-signature": "A".repeat(40) } }),
      onVerified,
    });
    await receiver.receive({ ...delivery(transaction), method: "GET", onVerified });
    expect(onVerified).not.toHaveBeenCalled();
  });

  it.each([
    ["rejects", () => Promise.reject(new Error("no store"))],
    [
      "throws",
      () => {
        throw new Error("no store");
      },
    ],
  ])("that %s leaves the delivery unapplied", async (_what, onVerified) => {
    const { receiver, reports } = createFixture();
    const response = await receiver.receive({ ...delivery(transaction), onVerified });
    expect(response.status).toBe(503);
    expect(reports).toMatchObject([{ outcome: "inbox-unavailable", error: new Error("no store") }]);
  });
});

describe("the limits of a body", () => {
  const withDepth = (levels: number): string => {
    const deep = `${"[".repeat(levels - 1)}${"]".repeat(levels - 1)}`;
    return JSON.stringify({ ...transaction, deep: 0 }).replace('"deep":0', `"deep":${deep}`);
  };
  const withSize = (bytes: number): string => {
    const note = "x".repeat(bytes - JSON.stringify({ ...transaction, note: "" }).length);
    return JSON.stringify({ ...transaction, note });
  };
  /** The outcomes of one text in every form that an adapter can pass, and through the web handler. */
  async function receiveForms(text: string, signed = text): Promise<string[]> {
    const value = JSON.parse(text) as object;
    const bodies: DeliveryBody[] = [
      { form: "bytes", bytes: Buffer.from(text) },
      { form: "parsed", value: text },
      { form: "parsed", value },
    ];
    const outcomes: string[] = [];
    for (const body of bodies) {
      const { receiver } = createFixture();
      outcomes.push((await receiver.receive(delivery(signed, { body }))).outcome);
    }
    const { fetch } = numipayWebhook({ signaturePassword: password, onOutcome: () => undefined });
    const headers = { "x-signature": signPayload(signed, password) };
    const request = new Request("https://shop.example", { method: "POST", headers, body: text });
    const { outcome } = (await (await fetch(request)).json()) as { outcome: string };
    return [...outcomes, outcome];
  }

  it.each([
    ["64 levels", withDepth(64), "unhandled"],
    ["65 levels", withDepth(65), "malformed"],
    ["30,000 levels", withDepth(30_000), "malformed"],
    ["65,536 bytes", withSize(65_536), "unhandled"],
    ["65,537 bytes", withSize(65_537), "too-large"],
  ])("treat signed %s the same in every form", async (_name, text, outcome) => {
    expect(await receiveForms(text)).toEqual(Array(4).fill(outcome));
  });

  it.each([
    ["30,000 levels", withDepth(30_000)],
    ["65,536 bytes", withSize(65_536)],
    ["numbers that grow", JSON.stringify({ ...transaction, a: [1e20] })],
  ])("reject unsigned %s as a bad signature", async (_name, text) => {
    expect(await receiveForms(text, "another text")).toEqual(Array(4).fill("bad-signature"));
  });

  it("reject a parsed cycle as too large", async () => {
    const value: Record<string, unknown> = { ...transaction };
    value["self"] = value;
    const body: DeliveryBody = { form: "parsed", value };
    const { receiver } = createFixture();
    expect((await receiver.receive(delivery("text", { body }))).outcome).toBe("too-large");
  });

  it("apply to an event passed to apply", async () => {
    const { receiver, reports } = createFixture();
    const event = JSON.parse(withDepth(65)) as typeof transaction;
    const origin = { source: "reconcile", matched: undefined } as const;
    const from = { ...origin, passwordIndex: undefined, request: undefined };
    expect((await receiver.apply(event, from)).outcome).toBe("malformed");
    expect(reports[0]?.error).toEqual(new RangeError("nested deeper than 64 levels"));
  });
});

describe("a receiver", () => {
  it("rejects an invalid signature before reading", async () => {
    const { receiver, reports } = createFixture();
    let reads = 0;
    const unsigned = delivery(transaction, { headers: { "x-signature": "nonsense" } });
    unsigned.body = async () => {
      reads += 1;
      return { form: "lost" };
    };
    expect((await receiver.receive(unsigned)).status).toBe(401);
    expect(reads).toBe(0);
    expect(reports[0]?.reason).toMatch(
      /^the request has no x-signature header .*contract\.headers\.signature/,
    );
  });

  it("rejects a large Content-Length before reading", async () => {
    const { receiver } = createFixture({ maxBodyBytes: 10 });
    const large = delivery(transaction, { headers: { "content-length": "11" } });
    large.body = () => Promise.reject(new Error("must not be read"));
    expect((await receiver.receive(large)).status).toBe(413);
  });

  it("passes the request to handlers", async () => {
    const { receiver, reports } = createFixture();
    const thrown = new Error("no");
    const request = { id: 7 };
    receiver.on("*", (_event, context) => {
      expect(context.request).toBe(request);
      throw thrown;
    });
    const ownReports: OutcomeReport[] = [];
    const onOutcome = (report: OutcomeReport): void => void ownReports.push(report);
    await receiver.receive({ ...delivery(transaction, { request }), onOutcome });
    expect(ownReports).toEqual(reports);
    expect(ownReports[0]?.error).toMatchObject({ errors: [thrown] });
  });

  it("responds with only the outcome", async () => {
    const { receiver } = createFixture();
    expect((await receiver.receive(delivery(transaction))).body).toBe('{"outcome":"unhandled"}');
  });

  it("applies an event from reconcile once", async () => {
    const { receiver, reports } = createFixture();
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

  it("returns its target from on and off", () => {
    const { receiver } = createFixture();
    const handler = (): void => undefined;
    expect(receiver.on("*", handler).off("*", handler)).toBe(receiver);
    const target = receiver.extend([1, 2]);
    expect(target.on("*", handler)).toBe(target);
  });
});
