import { describe, expect, it } from "vitest";
import type { Transaction } from "../../src/protocol/contract.generated.js";
import { EffectFailedError } from "../../src/protocol/errors.js";
import { applyChange } from "../../src/webhooks/apply-change.js";
import type { Confirm } from "../../src/webhooks/confirm.js";
import type { AnyHandler, EventOrigin } from "../../src/webhooks/emitter.js";
import type { Inbox } from "../../src/webhooks/inbox.js";
import { toChange } from "../../src/webhooks/parse-event.js";
import { transaction } from "./fixture.js";

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

/** An inbox that records its calls and fails as scripted. */
function scriptedInbox(script: Partial<Record<Step, "fails" | "lost">> = {}): {
  inbox: Inbox<string>;
  steps: Step[];
} {
  const steps: Step[] = [];
  const record = (step: Step): void => {
    steps.push(step);
    if (script[step] === "fails") throw new Error(`${step} failed`);
  };
  return {
    steps,
    inbox: {
      async claim() {
        record("claim");
        return {
          state: "new",
          lease: { fencingToken: 7, contradicts: undefined, tx: "the transaction" },
        };
      },
      async complete() {
        record("complete");
        return script.complete !== "lost";
      },
      async release() {
        record("release");
      },
    },
  };
}

const failing = (): never => {
  throw new Error("no");
};
const passing = (): void => undefined;

describe("applyChange", () => {
  it("claims, calls the handlers and completes", async () => {
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

  it("releases after a handler throws", async () => {
    const { inbox, steps } = scriptedInbox();
    expect((await apply(inbox, [failing])).outcome).toBe("handler-failed");
    expect(steps).toEqual(["claim", "release"]);
  });

  it("reports the inbox after an interrupted handler throws", async () => {
    const { inbox, steps } = scriptedInbox();
    const deadlock = new Error("Deadlock found.");
    const interrupted: Inbox<string> = {
      ...inbox,
      async claim(change) {
        const claim = await inbox.claim(change);
        if (claim.state !== "new") return claim;
        return { state: "new", lease: { ...claim.lease, interruption: () => deadlock } };
      },
    };
    expect(await apply(interrupted, [failing])).toEqual({
      outcome: "inbox-unavailable",
      error: deadlock,
    });
    expect(steps).toEqual(["claim", "release"]);
  });

  it("fails if the record cannot be stored", async () => {
    const { inbox, steps } = scriptedInbox({ complete: "fails" });
    expect((await apply(inbox, [passing])).outcome).toBe("inbox-unavailable");
    expect(steps).toEqual(["claim", "complete"]);
  });

  it("fails if the lease was lost", async () => {
    const { inbox } = scriptedInbox({ complete: "lost" });
    const applied = await apply(inbox, [passing]);
    expect(applied).toMatchObject({
      outcome: "in-progress",
      reason: expect.stringContaining("lease") as string,
    });
  });

  it("reports the handler's error if release fails", async () => {
    const { inbox } = scriptedInbox({ release: "fails" });
    const applied = await apply(inbox, [failing]);
    expect(applied).toMatchObject({
      outcome: "handler-failed",
      error: expect.any(AggregateError) as Error,
      reason: "and the claim could not be released, because the inbox is unavailable",
    });
  });

  it("calls no handler if the claim fails", async () => {
    const { inbox, steps } = scriptedInbox({ claim: "fails" });
    let calls = 0;
    const applied = await apply(inbox, [() => void (calls += 1)]);
    expect(applied.outcome).toBe("inbox-unavailable");
    expect([calls, steps]).toEqual([0, ["claim"]]);
  });
});

describe("applyChange without a handler", () => {
  it("records the change as unhandled", async () => {
    const { inbox, steps } = scriptedInbox();
    const confirm = (): never => {
      throw new Error("must not be called");
    };
    const applied = await apply(inbox, [], { confirm });
    expect(applied).toMatchObject({ outcome: "unhandled", handlers: 0 });
    expect(steps).toEqual(["claim", "complete"]);
  });
});

describe("an effect that cannot be committed", () => {
  it("is the handler's failure", async () => {
    const { inbox } = scriptedInbox();
    const error = new EffectFailedError("violates foreign key constraint");
    const refusing: Inbox<string> = { ...inbox, complete: () => Promise.reject(error) };
    expect(await apply(refusing, [passing])).toEqual({ outcome: "handler-failed", error });
  });
});

describe("applyChange with confirm", () => {
  const confirmWith = (transaction_status: string) => async () => ({ transaction_status });

  /** Applies a change of a status with a confirm function. */
  async function applyConfirmed(
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

  it("applies a confirmed change", async () => {
    const { applied, calls, steps } = await applyConfirmed(confirmWith("successful"));
    expect([applied.outcome, calls, steps]).toEqual(["processed", 1, ["claim", "complete"]]);
  });

  it.each(["pending", "rejected", "under_review"])(
    "applies nothing if the status is %s",
    async (status) => {
      const { applied, calls, steps } = await applyConfirmed(confirmWith(status));
      expect(applied).toEqual({
        outcome: "unconfirmed",
        gatewayStatus: status,
        reason: `the gateway reports the status "${status}"`,
      });
      expect([calls, steps]).toEqual([0, ["claim", "release"]]);
    },
  );

  it("applies nothing if confirm fails", async () => {
    const error = new Error("no connection");
    const { applied, calls, steps } = await applyConfirmed(() => Promise.reject(error));
    expect(applied).toMatchObject({ outcome: "unconfirmed", error });
    expect([calls, steps]).toEqual([0, ["claim", "release"]]);
  });

  it("releases the claim if confirm hangs", async () => {
    const { inbox, steps } = scriptedInbox();
    const applied = await apply(inbox, [passing], {
      confirm: () => new Promise(() => undefined),
      handlerTimeoutMs: 5,
    });
    expect(applied.outcome).toBe("unconfirmed");
    expect(String(applied.error)).toContain("confirm did not resolve within 5 ms");
    expect(steps).toEqual(["claim", "release"]);
  });

  it("applies nothing without a status", async () => {
    const { applied } = await applyConfirmed((() => undefined) as unknown as Confirm);
    expect(applied).toEqual({
      outcome: "unconfirmed",
      reason: "confirm returned no transaction_status",
    });
  });

  it("reports an overtaken pending as stale", async () => {
    const { applied, calls, steps } = await applyConfirmed(confirmWith("rejected"), {
      status: "pending",
    });
    expect(applied).toMatchObject({ outcome: "stale", gatewayStatus: "rejected" });
    expect([calls, steps]).toEqual([0, ["claim", "release"]]);
  });

  it("does not confirm pending against unknown statuses", async () => {
    const { applied } = await applyConfirmed(confirmWith("under_review"), { status: "pending" });
    expect(applied.outcome).toBe("unconfirmed");
  });

  it("does not confirm events from reconcile", async () => {
    const { applied } = await applyConfirmed(confirmWith("pending"), { source: "reconcile" });
    expect(applied.outcome).toBe("processed");
  });

  it("reports both reasons if release fails", async () => {
    const { applied } = await applyConfirmed(confirmWith("pending"), { release: "fails" });
    expect(applied.outcome).toBe("unconfirmed");
    expect(applied.reason).toBe(
      'the gateway reports the status "pending", and the claim could not be released, because the inbox is unavailable',
    );
  });
});
