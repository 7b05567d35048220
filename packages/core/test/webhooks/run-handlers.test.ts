import { describe, expect, it } from "vitest";
import { isHandlerTimeoutError } from "../../src/protocol/errors.js";
import type { AnyHandler, EventContext } from "../../src/webhooks/emitter.js";
import type { HandlerScope } from "../../src/webhooks/inbox.js";
import { runHandlers } from "../../src/webhooks/run-handlers.js";
import { synchronous, type SynchronousTransaction } from "../../src/webhooks/synchronous.js";
import { transaction } from "./fixture.js";

const context: EventContext<string> = {
  type: "deposit.successful",
  account: "default",
  run: {},
  idempotencyKey: "key",
  source: "webhook",
  matched: "raw",
  passwordIndex: 0,
  request: undefined,
  fencingToken: 1,
  contradicts: undefined,
  intent: undefined,
  tx: "the lease's",
};

function run(
  handlers: AnyHandler<string>[],
  { timeoutMs = 5000, scope }: { timeoutMs?: number; scope?: () => HandlerScope<string> } = {},
) {
  const lease = { fencingToken: 1, contradicts: undefined, tx: context.tx, scope };
  return runHandlers({ handlers, event: transaction, context, lease, timeoutMs });
}

describe("runHandlers", () => {
  it("awaits each handler before the next", async () => {
    const seen: string[] = [];
    const slow = async (): Promise<void> => {
      seen.push("first begins");
      await new Promise((resolve) => setImmediate(resolve));
      seen.push("first ends");
    };
    const result = await run([slow, () => void seen.push("second")]);
    expect(result).toEqual({ state: "done" });
    expect(seen).toEqual(["first begins", "first ends", "second"]);
  });

  it("collects errors and calls all handlers", async () => {
    const seen: string[] = [];
    const thrown = [new Error("one"), new Error("two")];
    const result = await run([
      () => {
        throw thrown[0] as Error;
      },
      () => void seen.push("between"),
      () => Promise.reject(thrown[1] as Error),
    ]);
    expect(result).toMatchObject({ state: "failed", error: { errors: thrown } });
    expect((result as { error: Error }).error.message).toBe(
      "2 of 3 handlers of deposit.successful failed",
    );
    expect(seen).toEqual(["between"]);
  });
});

describe("a handler past its time limit", () => {
  it("is reported and ends the run", async () => {
    let end = (): void => undefined;
    let calls = 0;
    const hanging = () => new Promise<void>((resolve) => (end = resolve));
    const result = await run([hanging, () => void (calls += 1)], { timeoutMs: 5 });
    if (result.state !== "timed-out") throw new Error(`it is ${result.state}`);
    expect(isHandlerTimeoutError(result.error)).toBe(true);
    expect(result.error.message).toMatch(/^The handlers of deposit.successful did not finish/);
    end();
    expect(await result.settled).toMatchObject({ state: "failed" });
    expect(calls).toBe(0);
  });
});

describe("the scope of a handler", () => {
  const createScopes = (onClose: (nth: number) => void) => {
    let opened = 0;
    return (): HandlerScope<string> => {
      opened += 1;
      const nth = opened;
      return { tx: `tx ${nth}`, close: () => onClose(nth) };
    };
  };

  it("is closed when the handler returns", async () => {
    const seen: string[] = [];
    const scope = createScopes((nth) => void seen.push(`close ${nth}`));
    const note: AnyHandler<string> = (_event, { tx }) => void seen.push(tx);
    await run([note, note], { scope });
    expect(seen).toEqual(["tx 1", "close 1", "tx 2", "close 2"]);
  });

  it("is closed when the handler throws", async () => {
    const thrown = new Error("the handler's");
    const scope = createScopes(() => {
      throw new Error("the scope's");
    });
    const result = await run([() => Promise.reject(thrown)], { scope });
    expect(result).toMatchObject({ state: "failed", error: { errors: [thrown] } });
  });

  it("fails a handler with a running statement", async () => {
    const mistake = new Error("Await every statement.");
    const scope = createScopes(() => {
      throw mistake;
    });
    const result = await run([() => undefined], { scope });
    expect(result).toMatchObject({ state: "failed", error: { errors: [mistake] } });
  });

  it("calls the handler in its context", async () => {
    const seen: string[] = [];
    let inside = "outside";
    const scope = (): HandlerScope<string> => ({
      tx: "tx",
      close: () => undefined,
      run(handler) {
        inside = "inside";
        try {
          return handler();
        } finally {
          inside = "outside";
        }
      },
    });
    await run([() => void seen.push(inside)], { scope });
    expect([...seen, inside]).toEqual(["inside", "outside"]);
  });

  it.each([
    [[true, true], true],
    [[true, false], false],
    [[false, true], false],
    [[undefined, undefined], undefined],
  ])("reports %j as used: %s", async (uses, txUsed) => {
    let at = 0;
    const scope = (): HandlerScope<string> => {
      const isUsed = uses[at];
      at += 1;
      const known = isUsed === undefined ? {} : { isUsed: () => isUsed };
      return { tx: "tx", close: () => undefined, ...known };
    };
    const result = await run([() => undefined, async () => undefined], { scope });
    expect(result).toEqual({ state: "done", txUsed });
  });
});

describe("runHandlers with a synchronous transaction", () => {
  const tx = { [synchronous]: true } as const;

  function runWith(handler: AnyHandler<SynchronousTransaction>, close = () => undefined) {
    const lease = { fencingToken: 1, contradicts: undefined, tx, scope: () => ({ tx, close }) };
    return runHandlers({
      handlers: [handler],
      event: transaction,
      context: { ...context, tx },
      lease,
      timeoutMs: 5000,
    });
  }

  it("accepts a handler that returns no promise", () => {
    expect(runWith(() => ({ changes: 1 }))).toEqual({ state: "done" });
  });

  it("fails a handler that returns a promise", () => {
    let isClosed = false;
    const handler = (() => Promise.reject(new Error("late"))) as unknown as () => undefined;
    const result = runWith(handler, () => void (isClosed = true));
    expect(result).toMatchObject({
      state: "failed",
      error: { errors: [{ message: expect.stringContaining("tx is synchronous") }] },
    });
    expect(isClosed).toBe(true);
  });
});
