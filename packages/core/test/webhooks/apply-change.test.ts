import { describe, expect, test } from "vitest";
import type { Transaction } from "../../src/protocol/contract.generated.js";
import { EffectFailedError } from "../../src/protocol/errors.js";
import { applyChange } from "../../src/webhooks/apply-change.js";
import type { Confirm } from "../../src/webhooks/confirm.js";
import type { AnyHandler, EventOrigin } from "../../src/webhooks/emitter.js";
import type { Inbox } from "../../src/webhooks/inbox.js";
import { toChange } from "../../src/webhooks/parse-event.js";
import { transaction } from "./stage.js";

type Step = "claim" | "complete" | "release";

const origin = { source: "webhook", matched: "raw", passwordIndex: 0, request: undefined } as const;

/** Applies the change of an event to an inbox. */
function apply(
  inbox: Inbox<string>,
  handlers: AnyHandler<string>[],
  over: {
    event?: Transaction;
    origin?: EventOrigin;
    confirm?: Confirm;
    handlerTimeoutMs?: number;
  } = {},
) {
  const { event = transaction, confirm, handlerTimeoutMs = 1000 } = over;
  return applyChange(
    { inbox, confirm, handlerTimeoutMs },
    {
      event,
      change: toChange(event, { isHandled: handlers.length > 0 }),
      origin: over.origin ?? origin,
      handlers,
      onLateResult: () => undefined,
      onLateStatement: () => undefined,
    },
  );
}

/** An inbox that writes down what it is asked, and fails or answers as told. */
function scriptedInbox(script: Partial<Record<Step, "fails" | "lost">> = {}): {
  inbox: Inbox<string>;
  steps: Step[];
} {
  const steps: Step[] = [];
  const take = (step: Step): void => {
    steps.push(step);
    if (script[step] === "fails") throw new Error(`${step} failed`);
  };
  return {
    steps,
    inbox: {
      async claim() {
        take("claim");
        return {
          state: "new",
          lease: { fencingToken: 7, contradicts: undefined, tx: "the transaction" },
        };
      },
      async complete() {
        take("complete");
        return script.complete !== "lost";
      },
      async release() {
        take("release");
      },
    },
  };
}

const failing = (): never => {
  throw new Error("no");
};
const passing = (): void => undefined;

describe("applyChange", () => {
  test("claims, dispatches, completes, and hands the inbox' transaction to handlers", async () => {
    const { inbox, steps } = scriptedInbox();
    const seen: unknown[] = [];
    const handler: AnyHandler<string> = (_event, { tx, fencingToken }) =>
      void seen.push(tx, fencingToken, [...steps]);
    expect(await apply(inbox, [handler])).toEqual({
      outcome: "processed",
      handlers: 1,
    });
    expect(seen).toEqual(["the transaction", 7, ["claim"]]);
    expect(steps).toEqual(["claim", "complete"]);
  });

  test("releases after a handler that throws, and never completes", async () => {
    const { inbox, steps } = scriptedInbox();
    expect((await apply(inbox, [failing])).outcome).toBe("handler-failed");
    expect(steps).toEqual(["claim", "release"]);
  });

  test("is no success when the record cannot be made durable", async () => {
    const { inbox, steps } = scriptedInbox({ complete: "fails" });
    expect((await apply(inbox, [passing])).outcome).toBe("inbox-unavailable");
    expect(steps).toEqual(["claim", "complete"]);
  });

  test("is no success when the lease was lost meanwhile", async () => {
    const { inbox } = scriptedInbox({ complete: "lost" });
    const applied = await apply(inbox, [passing]);
    expect(applied).toMatchObject({
      outcome: "in-progress",
      reason: expect.stringContaining("lease") as string,
    });
  });

  test("shows what the handler threw, even when the release fails too", async () => {
    const { inbox } = scriptedInbox({ release: "fails" });
    const applied = await apply(inbox, [failing]);
    expect(applied).toMatchObject({
      outcome: "handler-failed",
      error: expect.any(AggregateError) as Error,
      reason: "and the inbox could not be reached to release the claim",
    });
  });

  test("calls no handler when the claim fails", async () => {
    const { inbox, steps } = scriptedInbox({ claim: "fails" });
    let calls = 0;
    const applied = await apply(inbox, [() => void (calls += 1)]);
    expect(applied.outcome).toBe("inbox-unavailable");
    expect([calls, steps]).toEqual([0, ["claim"]]);
  });
});

describe("without a handler", () => {
  test("records the change as unhandled, and asks for no confirmation", async () => {
    const { inbox, steps } = scriptedInbox();
    const confirm = (): never => {
      throw new Error("not to be asked");
    };
    const applied = await apply(inbox, [], { confirm });
    expect(applied).toMatchObject({ outcome: "unhandled", handlers: 0 });
    expect(steps).toEqual(["claim", "complete"]);
  });
});

describe("an effect that cannot be committed", () => {
  test("is the handler's failure, not the inbox'", async () => {
    const { inbox } = scriptedInbox();
    const error = new EffectFailedError("violates foreign key constraint");
    const refusing: Inbox<string> = { ...inbox, complete: () => Promise.reject(error) };
    expect(await apply(refusing, [passing])).toEqual({ outcome: "handler-failed", error });
  });
});

describe("where the gateway is asked to confirm", () => {
  const says = (transaction_status: string) => async () => ({ transaction_status });

  /** Applies a change of this status under such a confirm, and tells what was done. */
  async function play(
    confirm: Confirm,
    { status = "successful", source = "webhook" as EventOrigin["source"], release = "" } = {},
  ) {
    const { inbox, steps } = scriptedInbox(release === "fails" ? { release: "fails" } : {});
    let calls = 0;
    const event = { ...transaction, status };
    const applied = await apply(inbox, [() => void (calls += 1)], {
      event,
      confirm,
      origin: { ...origin, source },
    });
    return { applied, calls, steps };
  }

  test("its agreement lets the change be applied", async () => {
    const { applied, calls, steps } = await play(says("successful"));
    expect([applied.outcome, calls, steps]).toEqual(["processed", 1, ["claim", "complete"]]);
  });

  test.each(["pending", "rejected", "under_review"])(
    "%s against successful applies and records nothing",
    async (status) => {
      const { applied, calls, steps } = await play(says(status));
      expect(applied).toEqual({
        outcome: "unconfirmed",
        gatewayStatus: status,
        reason: `the gateway says "${status}"`,
      });
      expect([calls, steps]).toEqual([0, ["claim", "release"]]);
    },
  );

  test("asking in vain applies and records nothing", async () => {
    const error = new Error("no connection");
    const { applied, calls, steps } = await play(() => Promise.reject(error));
    expect(applied).toMatchObject({ outcome: "unconfirmed", error });
    expect([calls, steps]).toEqual([0, ["claim", "release"]]);
  });

  test("an answer that never comes holds the claim no longer than a handler may", async () => {
    const { inbox, steps } = scriptedInbox();
    const applied = await apply(inbox, [passing], {
      confirm: () => new Promise(() => undefined),
      handlerTimeoutMs: 5,
    });
    expect(applied.outcome).toBe("unconfirmed");
    expect(String(applied.error)).toContain("confirm did not respond within 5 ms");
    expect(steps).toEqual(["claim", "release"]);
  });

  test("an answer without a status confirms nothing", async () => {
    const { applied } = await play((() => undefined) as unknown as Confirm);
    expect(applied).toEqual({
      outcome: "unconfirmed",
      reason: "confirm brought no transaction_status",
    });
  });

  test("a pending that the gateway has moved on from is stale: refused, it could hold back the final one", async () => {
    const { applied, calls, steps } = await play(says("rejected"), { status: "pending" });
    expect(applied).toMatchObject({ outcome: "stale", gatewayStatus: "rejected" });
    expect([calls, steps]).toEqual([0, ["claim", "release"]]);
  });

  test("a pending against a status that is not documented is not confirmed", async () => {
    const { applied } = await play(says("under_review"), { status: "pending" });
    expect(applied.outcome).toBe("unconfirmed");
  });

  test("what the reconciler found is not asked for again: it has it from the gateway", async () => {
    const { applied } = await play(says("pending"), { source: "reconcile" });
    expect(applied.outcome).toBe("processed");
  });

  test("both reasons are told when the release fails too", async () => {
    const { applied } = await play(says("pending"), { release: "fails" });
    expect(applied.outcome).toBe("unconfirmed");
    expect(applied.reason).toBe(
      'the gateway says "pending", and the inbox could not be reached to release the claim',
    );
  });
});
