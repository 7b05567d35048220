import { signPayload } from "@numipay/core";
import type { Contract } from "@numipay/core/protocol";
import { toWireFields, toWirePayload } from "../gateway/wire-payload.js";
import type { Booking } from "./bookings.js";
import type { CheckResult, DoctorSession } from "./check.js";
import type { OrderSource } from "./orders.js";
import type { Post, PostResponse } from "./post.js";
import { isAccepted } from "./observation.js";

/** A visit as the examination sees it: what it learns as it goes on. */
export interface LiveSession extends DoctorSession {
  /** Runs a play; what it notes is noted under this check. */
  playing: <Result>(checkId: string, play: () => Promise<Result> | Result) => Promise<Result>;
  note: (result: CheckResult) => void;
  poweredBy: PostResponse["poweredBy"] | undefined;
  ordersUsed: number;
  /** Requests in a row without an answer, up to now. */
  unanswered: number;
}

/** What the plays of one examination share, at its beginning. */
export function createSession(settings: {
  run: string;
  post: Post;
  signaturePassword: string;
  contract: Contract;
  orders: OrderSource;
  wait: (ms: number) => Promise<void>;
  signal: AbortSignal | undefined;
}): LiveSession {
  const { run, signaturePassword, contract, orders, wait } = settings;
  const results = new Map<string, CheckResult>();
  const bookings: Booking[] = [];
  let checkId = "";
  let transactions = 0;
  let forged: ReturnType<OrderSource> | undefined;

  const visit: LiveSession = {
    signaturePassword,
    bookings,
    booked: undefined,
    slowestMs: 0,
    poweredBy: undefined,
    ordersUsed: 0,
    unanswered: 0,
    wait,
    sign: (text) => signPayload(text, signaturePassword),
    signatureHeader: contract.headers.signature,
    write: (payload, indent) => JSON.stringify(toWirePayload(contract, payload), null, indent),
    writeMembers: (fields) => JSON.stringify(toWireFields(contract, fields)).slice(1, -1),
    async post(request) {
      settings.signal?.throwIfAborted();
      const answer = await settings.post(request);
      visit.poweredBy ??= answer.poweredBy;
      visit.unanswered = answer.status === 0 ? visit.unanswered + 1 : 0;
      return answer;
    },
    async deliver(payload, { signed = visit.write(payload), sent = signed, headers } = {}) {
      const answer = await visit.post({
        headers: {
          "content-type": "application/json",
          [visit.signatureHeader]: visit.sign(signed),
          ...headers,
        },
        body: sent,
      });
      if (isAccepted(answer)) visit.slowestMs = Math.max(visit.slowestMs, answer.durationMs);
      return answer;
    },
    newOrder() {
      visit.ordersUsed += 1;
      return orders();
    },
    forgedOrder: () => (forged ??= visit.newOrder()),
    newTransactionId() {
      transactions += 1;
      return `doctor-${run}-${transactions}`;
    },
    expectBooked(booking) {
      const isKnown = bookings.some(({ order }) => order === booking.order);
      if (!isKnown) bookings.push({ ...booking, checkId });
    },
    verdictOf: (id) => results.get(id)?.verdict,
    async playing(id, play) {
      checkId = id;
      return play();
    },
    note: (result) => void results.set(result.id, result),
  };
  return visit;
}
