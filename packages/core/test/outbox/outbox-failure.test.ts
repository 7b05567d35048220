import { describe, expect, it } from "vitest";
import { createFailureLog } from "../../src/outbox/outbox-failure.js";
import { openPino } from "../protocol/log/loggers.js";

describe("the log of an outbox", () => {
  it("has the call and its error", () => {
    const { logger, lines } = openPino();
    const failure = { account: "default", operation: "payouts.request", tracking_id: "p\n1" };
    createFailureLog(logger)({ ...failure, step: "send", error: new Error("no gateway") });
    expect(lines).toMatchObject([
      {
        msg: "numipay: the outbox could not send payouts.request p\\n1; it tries again later.",
        err: { message: "no gateway" },
        numipay: { ...failure, tracking_id: "p\\n1", step: "send" },
      },
    ]);
  });

  it("has no call if the store was unavailable", () => {
    const { logger, lines } = openPino();
    const unknown = { operation: undefined, tracking_id: undefined };
    createFailureLog(logger)({ ...unknown, step: "take", account: "a", error: new Error("down") });
    expect(lines[0]?.["msg"]).toBe("numipay: the outbox could not take; it tries again later.");
  });
});
