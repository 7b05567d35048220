import { signPayload } from "@numipay/core";
import type { Contract } from "@numipay/core/protocol";
import { toWireFields, toWirePayload } from "../gateway/wire-payload.js";
import type { LedgerExpectation } from "./ledger-expectation.js";
import type { CheckResult, DoctorSession } from "./check.js";
import type { OrderSource } from "./orders.js";
import { diagnose } from "./diagnose.js";
import type { Post, PostResponse } from "./post.js";
import { isAccepted } from "./observation.js";

/** A session with the state that the runner keeps. */
export interface LiveSession extends DoctorSession {
  /** Runs a check. The ledger expectations that it records carry its id. */
  runAs: <Result>(checkId: string, run: () => Promise<Result> | Result) => Promise<Result>;
  addResult: (result: CheckResult) => void;
  poweredBy: PostResponse["poweredBy"] | undefined;
  ordersUsed: number;
  /** The number of consecutive requests without a response. */
  withoutResponse: number;
}

/** Creates what the checks of one run share. */
export function createSession(settings: {
  url: URL;
  runId: string;
  post: Post;
  signaturePassword: string;
  contract: Contract;
  orders: OrderSource;
  wait: (ms: number) => Promise<void>;
  signal: AbortSignal | undefined;
}): LiveSession {
  const { runId, signaturePassword, contract, orders, wait } = settings;
  const results = new Map<string, CheckResult>();
  const expectations: LedgerExpectation[] = [];
  let checkId = "";
  let transactions = 0;
  let forged: ReturnType<OrderSource> | undefined;

  const session: LiveSession = {
    signaturePassword,
    expectations,
    credits: undefined,
    slowestMs: 0,
    poweredBy: undefined,
    ordersUsed: 0,
    withoutResponse: 0,
    blocker: undefined,
    diagnose: (response) => diagnose(response, settings.url),
    wait,
    sign: (text) => signPayload(text, signaturePassword),
    signatureHeader: contract.headers.signature,
    write: (payload, indent) => JSON.stringify(toWirePayload(contract, payload), null, indent),
    writeMembers: (fields) => JSON.stringify(toWireFields(contract, fields)).slice(1, -1),
    async post(request) {
      settings.signal?.throwIfAborted();
      const response = await settings.post(request);
      session.poweredBy ??= response.poweredBy;
      session.withoutResponse = response.status === 0 ? session.withoutResponse + 1 : 0;
      return response;
    },
    async deliver(payload, { signed = session.write(payload), sent = signed, headers } = {}) {
      const response = await session.post({
        headers: {
          "content-type": "application/json",
          [session.signatureHeader]: session.sign(signed),
          ...headers,
        },
        body: sent,
      });
      if (isAccepted(response))
        session.slowestMs = Math.max(session.slowestMs, response.durationMs);
      return response;
    },
    newOrder() {
      session.ordersUsed += 1;
      return orders();
    },
    forgedOrder: () => (forged ??= session.newOrder()),
    newTransactionId() {
      transactions += 1;
      return `doctor-${runId}-${transactions}`;
    },
    expectInLedger(expectation) {
      const isKnown = expectations.some(({ order }) => order === expectation.order);
      if (!isKnown) expectations.push({ ...expectation, checkId });
    },
    verdictOf: (id) => results.get(id)?.verdict,
    async runAs(id, run) {
      checkId = id;
      return run();
    },
    addResult: (result) => void results.set(result.id, result),
  };
  return session;
}
