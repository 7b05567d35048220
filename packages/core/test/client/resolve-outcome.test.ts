import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  ConnectionError,
  GatewayFaultError,
  isOutcomeUnknownError,
  OutcomeUnknownError,
  RequestRejectedError,
} from "../../src/client/errors.js";
import { resolve } from "../../src/client/resolve-outcome.js";
import {
  respondWith,
  checkout,
  clientOf,
  cutTheSocket,
  failureOf,
  inSequence,
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
    cause: new Error("no response"),
  });
}

/** A status check with scripted results, of which the last is repeated, and the time of each call. */
function scriptStatus(...results: (string | Error)[]) {
  const calledAt: number[] = [];
  const getStatus = async (): Promise<{ transaction_status: string }> => {
    const result = results[Math.min(calledAt.length, results.length - 1)];
    calledAt.push(Date.now());
    if (result instanceof Error) throw result;
    return { transaction_status: result ?? "" };
  };
  return { getStatus, calledAt };
}

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  // No jitter.
  vi.spyOn(Math, "random").mockReturnValue(1);
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Runs all timers and returns the result or the error. */
async function outcomeOf(resolving: Promise<unknown>): Promise<unknown> {
  const outcome = resolving.catch((error: unknown) => error);
  await vi.runAllTimersAsync();
  return outcome;
}

describe("resolve", () => {
  it("returns the status of a known transaction", async () => {
    const { getStatus, calledAt } = scriptStatus("pending");
    expect(await outcomeOf(resolve(getStatus, unknownOf("hostedCheckout")))).toEqual({
      found: true,
      transaction_status: "pending",
    });
    expect(calledAt).toEqual([0]);
  });

  it("checks 8 times with increasing delays", async () => {
    const { getStatus, calledAt } = scriptStatus(rejected(404));
    expect(await outcomeOf(resolve(getStatus, "order-1"))).toEqual({ found: false });
    const waits = calledAt.slice(1).map((at, index) => at - (calledAt[index] ?? 0));
    expect(waits).toEqual([5_000, 10_000, 20_000, 30_000, 30_000, 30_000, 30_000]);
  });

  it("finds a transaction that arrives late", async () => {
    const { getStatus } = scriptStatus(rejected(404), fault, rejected(404), "successful");
    expect(await outcomeOf(resolve(getStatus, "order-1"))).toMatchObject({ found: true });
  });

  it("rejects if the last check fails", async () => {
    const { getStatus } = scriptStatus(rejected(404), fault);
    expect(await outcomeOf(resolve(getStatus, "order-1", { attempts: 3 }))).toBe(fault);
    const lost = new ConnectionError("transactionStatus", "ECONNREFUSED");
    expect(await outcomeOf(resolve(scriptStatus(lost).getStatus, "order-1", { attempts: 3 }))).toBe(
      lost,
    );
  });

  it("follows Retry-After", async () => {
    const { getStatus, calledAt } = scriptStatus(rejected(429, 90_000), "pending");
    await outcomeOf(resolve(getStatus, "order-1"));
    expect(calledAt).toEqual([0, 90_000]);
  });

  const longWaits = [86_400_000, 2_147_483_647];

  it.each(longWaits)("limits a Retry-After of %d ms", async (requestedMs) => {
    const { getStatus, calledAt } = scriptStatus(rejected(429, requestedMs));
    expect(await outcomeOf(resolve(getStatus, "order-1"))).toMatchObject({
      retryAfterMs: requestedMs,
    });
    expect(calledAt).toEqual([0, 155_000]);
  });

  it("limits the sum of several Retry-Afters", async () => {
    const { getStatus, calledAt } = scriptStatus(rejected(404), rejected(429, 60_000));
    await outcomeOf(resolve(getStatus, "order-1"));
    expect(calledAt).toEqual([0, 5_000, 65_000, 125_000, 155_000]);
  });

  it("checks once more without delays", async () => {
    const { getStatus, calledAt } = scriptStatus(rejected(429, 60_000));
    await outcomeOf(resolve(getStatus, "order-1", { delayMs: 0, attempts: 8 }));
    expect(calledAt).toEqual([0, 0]);
  });

  it("supports any number of attempts", async () => {
    const { getStatus, calledAt } = scriptStatus(rejected(429, 60_000), "pending");
    await outcomeOf(resolve(getStatus, "order-1", { attempts: 2 ** 31 - 1, delayMs: 1 }));
    expect(calledAt).toEqual([0, 60_000]);
  });

  it("does not check again after a 401", async () => {
    const { getStatus, calledAt } = scriptStatus(rejected(401));
    expect(await outcomeOf(resolve(getStatus, "order-1"))).toMatchObject({ status: 401 });
    expect(calledAt).toHaveLength(1);
  });

  it.each(["approvePayout", "rejectPayout"])(
    "checks a pending payout again after %s",
    async (operation) => {
      const { getStatus, calledAt } = scriptStatus("pending", "pending", "successful");
      expect(await outcomeOf(resolve(getStatus, unknownOf(operation)))).toMatchObject({
        transaction_status: "successful",
      });
      expect(calledAt).toHaveLength(3);
      const undecided = await outcomeOf(
        resolve(scriptStatus("pending").getStatus, unknownOf(operation)),
      );
      expect(undecided).toEqual({ found: true, transaction_status: "pending" });
    },
  );

  it("ends when the signal aborts", async () => {
    const stop = new AbortController();
    const { getStatus, calledAt } = scriptStatus(rejected(404));
    const resolving = resolve(getStatus, "order-1", { signal: stop.signal }).catch(
      (e: unknown) => e,
    );
    await vi.advanceTimersByTimeAsync(6_000);
    stop.abort(new Error("enough"));
    expect(await resolving).toMatchObject({ message: "enough" });
    expect(calledAt).toEqual([0, 5_000]);
  });

  it("rejects a missing tracking_id and invalid options", async () => {
    const { getStatus } = scriptStatus("pending");
    const nameless = Object.assign(unknownOf("rejectPayout"), { tracking_id: undefined });
    expect(await outcomeOf(resolve(getStatus, nameless))).toMatchObject({ field: "tracking_id" });
    expect(await outcomeOf(resolve(getStatus, ""))).toMatchObject({ field: "tracking_id" });
    expect(await outcomeOf(resolve(getStatus, "o", { attempts: 0 }))).toMatchObject({
      option: "attempts",
    });
    expect(await outcomeOf(resolve(getStatus, "o", { delayMs: -1 }))).toMatchObject({
      option: "delayMs",
    });
  });

  it("ignores a response field named found", async () => {
    const getStatus = async () => ({ transaction_status: "pending", found: false });
    expect(await outcomeOf(resolve(getStatus, "order-1"))).toMatchObject({ found: true });
  });
});

describe("transactions.resolve", () => {
  it("sends no second POST", async () => {
    vi.useRealTimers();
    const gateway = await startGateway(
      inSequence(
        cutTheSocket,
        respondWith(404),
        respondWith(404),
        respondWith(200, { transaction_status: "pending" }),
      ),
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
});
