import { describe, expect, it, vi } from "vitest";
import type { JournalStore } from "../../src/outbox/journal.js";
import { memoryJournalStore } from "../../src/outbox/memory-journal-store.js";
import { nothingWasDone } from "../../src/index.js";
import { byMethod, checkout, failureOf, respondWith } from "../client/stub-gateway.js";
import { order, page, paid, pending, startJournalled } from "./fixture.js";

const away = new Error("connect ECONNREFUSED");

/** A store whose calls wait until they are let through. */
function slowStore(slow: "claim" | "complete") {
  const inner = memoryJournalStore();
  let letThrough = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    letThrough = resolve;
  });
  const store: JournalStore = {
    ...inner,
    async [slow](...args: [never, never, never]) {
      await opened;
      return (inner[slow] as (...args: unknown[]) => never)(...args);
    },
  };
  return { store, inner, letThrough };
}

describe("when the store is away before sending", () => {
  it.each<[string, () => never]>([
    ["rejects", () => Promise.reject(away) as never],
    [
      "throws",
      () => {
        throw away;
      },
    ],
  ])("does not send when it %s", async (_how, claim) => {
    const { gateway, numipay } = await startJournalled(paid, { ...memoryJournalStore(), claim });
    const error = await failureOf(numipay.payments.hostedCheckout(checkout));
    expect(error).toMatchObject({ code: "journal_unavailable", cause: away });
    expect(nothingWasDone(error)).toBe(false);
    expect(gateway.seen).toHaveLength(0);
  });

  it("gives back a claim that is granted after the time limit", async () => {
    const { store, inner, letThrough } = slowStore("claim");
    const { gateway, connect, stateOf } = await startJournalled(paid, store);
    const call = connect().payments.hostedCheckout(checkout, { timeoutMs: 20 });
    await expect(call).rejects.toMatchObject({ code: "journal_unavailable" });
    expect(gateway.seen).toHaveLength(0);
    letThrough();
    await expect.poll(() => stateOf()).toBe("refused");
    expect(await inner.read(order)).toMatchObject({ state: "refused" });
  });

  it("gives back a claim that is granted after the caller aborted", async () => {
    const { store, letThrough } = slowStore("claim");
    const { gateway, numipay, stateOf } = await startJournalled(paid, store);
    const stop = new AbortController();
    const call = failureOf(numipay.payments.hostedCheckout(checkout, { signal: stop.signal }));
    const reason = new Error("stopped");
    stop.abort(reason);
    expect(await call).toBe(reason);
    letThrough();
    await expect.poll(() => stateOf()).toBe("refused");
    expect(gateway.seen).toHaveLength(0);
  });
});

describe("when the store is away after sending", () => {
  it("returns the response and leaves the record as sending", async () => {
    const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => undefined);
    const store = { ...memoryJournalStore(), complete: () => Promise.reject(away) };
    const { gateway, connect, stateOf } = await startJournalled(paid, store);
    expect(await connect().payments.hostedCheckout(checkout)).toEqual(page);
    expect(await stateOf()).toBe("sending");
    expect(warn).toHaveBeenCalledWith(
      expect.stringContaining("could not record how a call of hostedCheckout ended"),
      expect.objectContaining({ code: "NUMIPAY_JOURNAL_UNAVAILABLE" }),
    );
    warn.mockRestore();
    const again = connect().payments.hostedCheckout(checkout, { timeoutMs: 60 });
    await expect(again).rejects.toMatchObject({ code: "in_progress" });
    expect(gateway.count("POST")).toBe(1);
  });

  it("returns the response when the store does not respond", async () => {
    const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => undefined);
    const { store, letThrough } = slowStore("complete");
    const { connect, stateOf } = await startJournalled(paid, store);
    const call = connect().payments.hostedCheckout(checkout, { timeoutMs: 2_000 });
    expect(await call).toEqual(page);
    expect(warn).toHaveBeenCalledOnce();
    warn.mockRestore();
    letThrough();
    await expect.poll(() => stateOf()).toBe("confirmed");
  });
});

describe("when a process crashed while its call was under way", () => {
  /** A store whose leases have expired when they are granted, as after a crash. */
  function expiredStore(): JournalStore {
    const inner = memoryJournalStore();
    return { ...inner, claim: (intent) => inner.claim(intent, 0) };
  }

  it("asks the gateway and does not send again", async () => {
    const store = expiredStore();
    const crashed = { ...store, complete: () => Promise.reject(away) };
    const first = await startJournalled(byMethod({ POST: paid, GET: pending }), crashed);
    const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => undefined);
    await first.numipay.payments.hostedCheckout(checkout);
    warn.mockRestore();
    expect(await first.stateOf()).toBe("sending");

    const lost = await startJournalled(byMethod({ POST: paid, GET: respondWith(404) }), store);
    await expect(lost.numipay.payments.hostedCheckout(checkout)).rejects.toMatchObject({
      code: "outcome_unknown",
    });
    const found = await startJournalled(byMethod({ POST: paid, GET: pending }), store);
    await expect(found.numipay.payments.hostedCheckout(checkout)).rejects.toMatchObject({
      code: "already_sent",
    });
    expect(lost.gateway.count("POST") + found.gateway.count("POST")).toBe(0);
    expect(await found.stateOf()).toBe("confirmed");
  });
});
