import { describe, expect, it } from "vitest";
import {
  AlreadyQueuedError,
  AlreadySentError,
  ConnectionError,
  GatewayFaultError,
  InProgressError,
  InvalidArgumentError,
  InvalidOptionError,
  InvalidSignatureError,
  JournalUnavailableError,
  nothingWasDone,
  OutcomeUnknownError,
  RedirectRefusedError,
  RequestMismatchError,
  RequestRejectedError,
  TimeoutError,
  UnexpectedResponseError,
} from "../../src/index.js";
import { clientOf, failureOf } from "./stub-gateway.js";

// Decision 0010: only proof says that nothing was done.

const named = { operation: "direct", tracking_id: "a" };
const responseOf = (status: number, operation = "direct") => ({ operation, status, body: {} });

describe("nothingWasDone", () => {
  it.each([
    new InvalidArgumentError("amount", "is required."),
    new ConnectionError("direct", "ECONNREFUSED"),
    new ConnectionError("approvePayout", "ECONNREFUSED"),
    ...[400, 401, 404, 422, 425, 429].map((status) => new RequestRejectedError(responseOf(status))),
  ])("is true for %s", (error) => {
    expect(nothingWasDone(error)).toBe(true);
  });

  it.each<unknown>([
    ...[408, 409, 499].map((status) => new RequestRejectedError(responseOf(status))),
    new RequestRejectedError(responseOf(404, "transactionStatus")),
    // An earlier call with this tracking_id may be recorded there.
    new JournalUnavailableError(named, new Error("away")),
    new ConnectionError("transactionStatus", "ECONNRESET"),
    new ConnectionError("listTransactions", "ECONNREFUSED"),
    new ConnectionError("toString", "ECONNREFUSED"),
    new GatewayFaultError({ ...responseOf(500), report: "" }),
    new TimeoutError("transactionStatus", 1),
    new RedirectRefusedError("direct", 303, "https://x.example"),
    new UnexpectedResponseError(responseOf(200), "it has no url"),
    new OutcomeUnknownError({
      operation: "direct",
      tracking_id: "a",
      lastKnownStatus: { state: "not-found" },
      cause: new RequestRejectedError(responseOf(400)),
    }),
    new InProgressError(named),
    new AlreadyQueuedError(named),
    new AlreadySentError({ ...named, lastKnownStatus: { state: "not-found" } }),
    new RequestMismatchError({ ...named, field: "amount", earlier: "direct" }),
    new InvalidOptionError("attempts", "must be 1 or more."),
    new InvalidSignatureError("no match"),
    new DOMException("stopped", "AbortError"),
    new TypeError("fetch failed"),
    Object.assign(new Error("x"), { code: "request_rejected", status: 400, operation: "direct" }),
    "request_rejected",
    undefined,
    null,
  ])("is false for %s", (error) => {
    expect(nothingWasDone(error)).toBe(false);
  });

  it("is false for the error of resolve", async () => {
    const fetch = async () => new Response(null, { status: 303 });
    const numipay = clientOf({ url: "https://gateway.example" }, { fetch });
    const unknown = await failureOf(numipay.payouts.reject({ transaction_id: "t-1" }));
    const refused = await failureOf(numipay.transactions.resolve(unknown as OutcomeUnknownError));
    expect(refused).toMatchObject({ code: "invalid_argument", field: "tracking_id" });
    expect(nothingWasDone(refused)).toBe(false);
  });
});
