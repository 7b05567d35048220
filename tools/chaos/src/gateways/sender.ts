import type { ClientRequest } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { toIdempotencyKey, type Transaction } from "@numipay/core";
import type { Member } from "../fleet/start-receiver.js";
import { post, type PostResponse } from "../post.js";
import type { FaultFamily } from "../scenarios/fault-families.js";
import { seededChoice, seededRandom } from "../seeded-random.js";
import type { StoreBreaker } from "../stores/break-store.js";
import { type DeliveryBody, readBody } from "./delivery-body.js";
import { createFaultDetector } from "./fault-detector.js";
import { createRetryBudget } from "./retry-budget.js";

/** The pause before a retry after a lost response. The gateway's five minutes are virtual; a restart takes real time. */
const lostResponsePauseMs = 30;
/** The last attempt of a change that may carry a fault. */
const lastFaultedAttempt = { signal: 2, handler: 3 };
/** From this attempt on, a change goes to the safe receiver if there is one: after 15 its retries are exhausted. */
const firstSafeAttempt = 3;

/** When a change was sent and acknowledged, on the sender's logical clock. */
export interface DeliveryOrder {
  sent: number;
  /** Infinity until the first 2xx. */
  acknowledged: number;
}

interface SentOrder extends DeliveryOrder {
  sends: number;
}

/** What the sender uses of a receiver process. */
export type Target = Pick<Member, "slot" | "url" | "agent" | "inProgress" | "requests">;

/** What the sender uses of a fleet. */
export interface TargetFleet {
  pick(options: { safe: boolean }): Promise<Target>;
  isSafe(target: Target): boolean;
  remove(target: Target): void;
  interruptionCount(): number;
}

export interface SenderOptions {
  fleet: TargetFleet;
  family: FaultFamily;
  seed: string;
  /** The faults that a delivery may carry. */
  faults: string[];
  /** How likely a delivery is to carry one. */
  probability: number;
  /** The pause between a response other than 2xx and the next attempt, in milliseconds. */
  retryPauseMs: number;
  /** How long the gateway waits for the response to a faulted delivery, in milliseconds. Defaults to 30 seconds. */
  timeoutMs?: number | undefined;
  breaker: StoreBreaker;
}

/** What was going on when a delivery was sent. */
interface SendContext {
  key: string;
  outage: number | undefined;
  epoch: number;
}

interface TargetDelivery {
  body: DeliveryBody;
  headers: Record<string, string>;
  timeoutMs: number | undefined;
}

/** Sends the deliveries of the sandboxes to the fleet, some with a fault, and records what was sent and acknowledged. */
export function createSender({
  fleet,
  family,
  seed,
  faults,
  probability,
  retryPauseMs,
  timeoutMs,
  breaker,
}: SenderOptions) {
  const orders = new Map<string, SentOrder>();
  /** The keys of the changes that met a fault. */
  const faulted = new Set<string>();
  const counts = {
    deliveries: 0,
    acknowledged: 0,
    whileDown: 0,
    acknowledgedWhileDown: 0,
    unavailable: 0,
  };
  const completesFault = createFaultDetector(family.detects);
  const budget = createRetryBudget();
  let clock = 0;

  function chooseFault(key: string, sends: number): string | undefined {
    const { signal, handler } = lastFaultedAttempt;
    const last = family.signal === undefined ? handler : signal;
    if (faults.length === 0 || sends > last || budget.isNearlySpent()) return undefined;
    if (seededRandom(seed, "fault", key, sends) >= probability) return undefined;
    return seededChoice(faults, seed, "step", key, sends);
  }

  /** Posts to one receiver and tracks the change as in progress there. */
  async function postTo(target: Target, key: string, delivery: TargetDelivery) {
    let sent: ClientRequest | undefined;
    const onRequest = (request: ClientRequest) => {
      sent = request;
      target.requests.add(request);
    };
    target.inProgress.set(key, (target.inProgress.get(key) ?? 0) + 1);
    const timer =
      delivery.timeoutMs === undefined
        ? undefined
        : setTimeout(() => sent?.destroy(new Error("The gateway timed out.")), delivery.timeoutMs);
    try {
      const { body, headers } = delivery;
      return await post(target.url, { body, headers, agent: target.agent, onRequest });
    } finally {
      clearTimeout(timer);
      if (sent !== undefined) target.requests.delete(sent);
      const left = (target.inProgress.get(key) ?? 0) - 1;
      if (left > 0) target.inProgress.set(key, left);
      else target.inProgress.delete(key);
    }
  }

  /** One kill interrupts several copies as one attempt. One outage can interrupt several attempts. */
  const interruptionNumber = () =>
    family.store === undefined ? fleet.interruptionCount() : (clock += 1);

  /** Records a response, and pauses where the gateway would. */
  async function recordResponse(
    { status, text }: PostResponse,
    order: SentOrder,
    { key, outage, epoch }: SendContext,
  ) {
    const isAcknowledged = status < 300;
    // The request and its response both fell into the outage.
    if (outage !== undefined && outage === breaker.outage()) {
      counts.whileDown += 1;
      breaker.markMet();
      if (isAcknowledged && family.isReadable !== true) counts.acknowledgedWhileDown += 1;
    }
    if (isAcknowledged) {
      counts.acknowledged += 1;
      order.acknowledged = Math.min(order.acknowledged, (clock += 1));
      budget.acknowledged(key);
    } else if (status >= 500) {
      // A change that is claimed elsewhere is no fault. An inbox that is unavailable during an outage is.
      const metOutage = family.store === "commit" || epoch !== breaker.epoch() || epoch % 2 === 1;
      const isUnavailable = text.includes("inbox-unavailable");
      if (isUnavailable) counts.unavailable += 1;
      if (metOutage && isUnavailable) faulted.add(key);
      if (metOutage) budget.interrupted(key, interruptionNumber());
      // A stopped process keeps its claim, and a whole SQLite file, from every attempt of its time.
      else if (family.signal === "SIGSTOP") budget.interrupted(key, (clock += 1));
      await breaker.recovered();
      await pause(retryPauseMs);
    }
  }

  async function deliver(gateway: number, init: RequestInit): Promise<Response> {
    const { body, headers } = init as { body: DeliveryBody; headers: Record<string, string> };
    const { text, send } = await readBody(body);
    const event = JSON.parse(text) as Transaction;
    const key = toIdempotencyKey(event);
    const order = orders.get(key) ?? { sends: 0, sent: (clock += 1), acknowledged: Infinity };
    orders.set(key, order);
    order.sends += 1;
    if (completesFault({ event, body: text, sends: order.sends })) faulted.add(key);
    const target = await fleet.pick({ safe: order.sends >= firstSafeAttempt });
    const fault = chooseFault(key, order.sends);
    const context = { key, outage: breaker.outage(), epoch: breaker.epoch() };
    counts.deliveries += 1;
    const isFaulted = fault !== undefined && !fleet.isSafe(target);
    try {
      const response = await postTo(target, key, {
        body: send(),
        headers: {
          ...headers,
          ...(isFaulted ? { "x-chaos-fault": fault } : {}),
          "x-chaos-gateway": String(gateway),
        },
        timeoutMs: isFaulted ? timeoutMs : undefined,
      });
      await recordResponse(response, order, context);
      return new Response(null, { status: response.status });
    } catch (error) {
      budget.interrupted(key, interruptionNumber());
      // A refused connection reached no receiver, so it is no fault.
      if (isConnectionRefused(error)) fleet.remove(target);
      else if (family.countBy === "interruption") faulted.add(key);
      await breaker.recovered();
      await pause(family.signal === "SIGSTOP" ? retryPauseMs : lostResponsePauseMs);
      throw error;
    }
  }

  return {
    orders: orders as ReadonlyMap<string, DeliveryOrder>,
    faulted,
    counts,
    /** Whether the next interruption could exhaust the retries of a change. */
    isNearlySpent: () => budget.isNearlySpent(),
    /** Returns the `deliver` option of a sandbox. */
    deliverFor:
      (gateway: number): typeof fetch =>
      async (_url, init) =>
        await deliver(gateway, init ?? {}),
  };
}

function isConnectionRefused(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "ECONNREFUSED";
}
