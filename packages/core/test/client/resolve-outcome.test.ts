import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  ConnectionError,
  GatewayFaultError,
  isOutcomeUnknownError,
  OutcomeUnknownError,
  RequestRejectedError,
} from "../../src/client/errors.js";
import { resolve } from "../../src/client/resolve-outcome.js";
import {
  answer,
  checkout,
  clientOf,
  cutTheSocket,
  failureOf,
  inTurn,
  startGateway,
} from "./stub-gateway.js";

const rejected = (status: number, retryAfterMs?: number) =>
  new RequestRejectedError({ operation: "transactionStatus", status, body: {}, retryAfterMs });
const fault = new GatewayFaultError({
  operation: "transactionStatus",
  status: 503,
  body: {},
  report: "",
});

function unknownOf(operation: string, tracking_id: string | undefined = "order-1") {
  return new OutcomeUnknownError({
    operation,
    tracking_id,
    lastKnownStatus: { state: "not-found" },
    cause: new Error("no answer"),
  });
}

/** Asks that answer in turn, the last one for good, and when each was made. */
function script(...turns: (string | Error)[]) {
  const askedAt: number[] = [];
  const ask = async (): Promise<{ transaction_status: string }> => {
    const turn = turns[Math.min(askedAt.length, turns.length - 1)];
    askedAt.push(Date.now());
    if (turn instanceof Error) throw turn;
    return { transaction_status: turn ?? "" };
  };
  return { ask, askedAt };
}

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  // Jitter takes nothing off.
  vi.spyOn(Math, "random").mockReturnValue(1);
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Lets all waits pass, and brings what the settling came to. */
async function outcomeOf(settling: Promise<unknown>): Promise<unknown> {
  const outcome = settling.catch((error: unknown) => error);
  await vi.runAllTimersAsync();
  return outcome;
}

describe("settle", () => {
  test("brings the status at once where the gateway has the transaction", async () => {
    const { ask, askedAt } = script("pending");
    expect(await outcomeOf(resolve(ask, unknownOf("hostedCheckout")))).toEqual({
      found: true,
      transaction_status: "pending",
    });
    expect(askedAt).toEqual([0]);
  });

  test("asks 8 times with growing waits before it says that there is none", async () => {
    const { ask, askedAt } = script(rejected(404));
    expect(await outcomeOf(resolve(ask, "order-1"))).toEqual({ found: false });
    const waits = askedAt.slice(1).map((at, index) => at - (askedAt[index] ?? 0));
    expect(waits).toEqual([5_000, 10_000, 20_000, 30_000, 30_000, 30_000, 30_000]);
  });

  test("finds what comes late", async () => {
    const { ask } = script(rejected(404), fault, rejected(404), "successful");
    expect(await outcomeOf(resolve(ask, "order-1"))).toMatchObject({ found: true });
  });

  test("never says that there is none when the last asking brought no answer", async () => {
    const { ask } = script(rejected(404), fault);
    expect(await outcomeOf(resolve(ask, "order-1", { attempts: 3 }))).toBe(fault);
    const lost = new ConnectionError("transactionStatus", "ECONNREFUSED");
    expect(await outcomeOf(resolve(script(lost).ask, "order-1", { attempts: 3 }))).toBe(lost);
  });

  test("waits as long as the gateway asks for", async () => {
    const { ask, askedAt } = script(rejected(429, 90_000), "pending");
    await outcomeOf(resolve(ask, "order-1"));
    expect(askedAt).toEqual([0, 90_000]);
  });

  const longWaits = [86_400_000, 2_147_483_647];

  test.each(longWaits)("waits no longer than its own delays for %d ms", async (askedMs) => {
    const { ask, askedAt } = script(rejected(429, askedMs));
    expect(await outcomeOf(resolve(ask, "order-1"))).toMatchObject({ retryAfterMs: askedMs });
    expect(askedAt).toEqual([0, 155_000]);
  });

  test("spends its delays once over several waits", async () => {
    const { ask, askedAt } = script(rejected(404), rejected(429, 60_000));
    await outcomeOf(resolve(ask, "order-1"));
    expect(askedAt).toEqual([0, 5_000, 65_000, 125_000, 155_000]);
  });

  test("asks once more where there are no delays", async () => {
    const { ask, askedAt } = script(rejected(429, 60_000));
    await outcomeOf(resolve(ask, "order-1", { delayMs: 0, attempts: 8 }));
    expect(askedAt).toEqual([0, 0]);
  });

  test("sums the delays for any number of attempts", async () => {
    const { ask, askedAt } = script(rejected(429, 60_000), "pending");
    await outcomeOf(resolve(ask, "order-1", { attempts: 2 ** 31 - 1, delayMs: 1 }));
    expect(askedAt).toEqual([0, 60_000]);
  });

  test("does not ask again with a key that is refused", async () => {
    const { ask, askedAt } = script(rejected(401));
    expect(await outcomeOf(resolve(ask, "order-1"))).toMatchObject({ status: 401 });
    expect(askedAt).toHaveLength(1);
  });

  test.each(["approvePayout", "rejectPayout"])(
    "asks on while a payout is pending after %s: it is there before it is decided",
    async (operation) => {
      const { ask, askedAt } = script("pending", "pending", "successful");
      expect(await outcomeOf(resolve(ask, unknownOf(operation)))).toMatchObject({
        transaction_status: "successful",
      });
      expect(askedAt).toHaveLength(3);
      const undecided = await outcomeOf(resolve(script("pending").ask, unknownOf(operation)));
      expect(undecided).toEqual({ found: true, transaction_status: "pending" });
    },
  );

  test("gives up as soon as the caller says so", async () => {
    const stop = new AbortController();
    const { ask, askedAt } = script(rejected(404));
    const settling = resolve(ask, "order-1", { signal: stop.signal }).catch((e: unknown) => e);
    await vi.advanceTimersByTimeAsync(6_000);
    stop.abort(new Error("enough"));
    expect(await settling).toMatchObject({ message: "enough" });
    expect(askedAt).toEqual([0, 5_000]);
  });

  test("refuses an error whose call named no tracking_id, and wrong options", async () => {
    const { ask } = script("pending");
    const nameless = Object.assign(unknownOf("rejectPayout"), { tracking_id: undefined });
    expect(await outcomeOf(resolve(ask, nameless))).toMatchObject({ field: "tracking_id" });
    expect(await outcomeOf(resolve(ask, ""))).toMatchObject({ field: "tracking_id" });
    expect(await outcomeOf(resolve(ask, "o", { attempts: 0 }))).toMatchObject({
      option: "attempts",
    });
    expect(await outcomeOf(resolve(ask, "o", { delayMs: -1 }))).toMatchObject({
      option: "delayMs",
    });
  });

  test("a field of the answer cannot turn the finding round", async () => {
    const ask = async () => ({ transaction_status: "pending", found: false });
    expect(await outcomeOf(resolve(ask, "order-1"))).toMatchObject({ found: true });
  });
});

test("transactions.resolve takes the error of a lost call, and sends no second POST", async () => {
  vi.useRealTimers();
  const gateway = await startGateway(
    inTurn(cutTheSocket, answer(404), answer(404), answer(200, { transaction_status: "pending" })),
  );
  const { payments, transactions } = clientOf(gateway);
  const error = await failureOf(payments.hostedCheckout(checkout));
  if (!isOutcomeUnknownError(error)) throw error;
  expect(await transactions.resolve(error, { delayMs: 1 })).toEqual({
    found: true,
    transaction_status: "pending",
  });
  expect([gateway.count("POST"), gateway.count("GET")]).toEqual([1, 3]);
});
