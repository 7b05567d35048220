import { describe, expect, it } from "vitest";
import { createOutageLog } from "../../src/gateways/outage-log.js";

const keyOf = (status: string) => `deposit:1:${status}`;

/** Sends changes by status to a receiver that responds with the given HTTP status. Undefined: no receiver listens. */
function createSender() {
  let response: number | undefined;
  let isReconciling = false;
  const log = createOutageLog(async () => {
    if (response === undefined) throw new Error("connect ECONNREFUSED");
    return { status: response, text: "" };
  });
  const deliver = log.deliverWhile(() => isReconciling);
  return {
    log,
    send: async (status: string, respondWith?: number, { whileReconciling = false } = {}) => {
      response = respondWith;
      isReconciling = whileReconciling;
      const body = JSON.stringify({ transaction_id: "1", transaction_type: "deposit", status });
      await deliver("http://receiver.test", { body }).catch(() => undefined);
    },
  };
}

describe("createOutageLog", () => {
  it("records the first attempt and the first acknowledgement", async () => {
    const { log, send } = createSender();
    await send("pending");
    await send("successful");
    await send("pending", 200);
    await send("pending", 200);
    expect(log.orders.get(keyOf("pending"))).toEqual({ sent: 1, acknowledged: 3, refused: 1 });
    expect(log.orders.get(keyOf("successful"))?.acknowledged).toBe(Infinity);
  });

  it("counts a refused change delivered during reconciliation", async () => {
    const { log, send } = createSender();
    await send("pending");
    await send("pending", 200, { whileReconciling: true });
    await send("successful", 200, { whileReconciling: true });
    expect([...log.raced]).toEqual([keyOf("pending")]);
  });

  it("does not count a change delivered after reconciliation", async () => {
    const { log, send } = createSender();
    await send("pending");
    await send("pending", 200);
    expect(log.raced.size).toBe(0);
  });

  it("takes a listed change as sent", async () => {
    const { log, send } = createSender();
    const since = log.now();
    await send("pending", 200, { whileReconciling: true });
    log.listed(keyOf("successful"), since);
    await send("successful", 200);
    const [pending, final] = ["pending", "successful"].map((status) =>
      log.orders.get(keyOf(status)),
    );
    expect(final?.sent).toBeLessThan(pending?.acknowledged ?? 0);
  });
});
