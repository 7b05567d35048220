import type { Family } from "../play/families.js";
import type { Breaking } from "../stores/break-store.js";
import type { ClientRequest } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { toIdempotencyKey } from "@numipay/core";
import { draw, seededChoice } from "../draw.js";
import { createLastAttempts } from "./last-attempts.js";
import { createWatch } from "./watch.js";
import { post } from "../post.js";

/** Between a lost answer and the next attempt. The five virtual minutes take no time, and a restart does. */
const cutPauseMs = 30;
/** A change is left alone after so many attempts. */
const mostArmed = { signal: 2, handler: 3 };
/** From this attempt on a change goes to who is not hit, if there is one: the gateway gives up after its fifteenth. */
const enough = 3;

/**
 * Posts what the sandboxes send to the fleet, with a fault for the receiver where one is drawn, and keeps note of what was
 * sent, acknowledged and faulted.
 *
 * @param options `faults`: those that a delivery may carry; `chance`: that it
 * does; `retryPauseMs`: between an answer that is no 2xx and the next attempt; `patienceMs`: how long the gateway waits
 * for the response to a delivery with a fault. Defaults to 30 seconds.
 */
export function createSender({
  fleet,
  family,
  seed,
  faults,
  chance,
  retryPauseMs,
  patienceMs,
  breaking,
}: {
  fleet: ReturnType<typeof import("../fleet/fleet.js").createFleet>;
  family: Family;
  seed: string;
  faults: string[];
  chance: number;
  retryPauseMs: number;
  patienceMs?: number;
  breaking: Breaking;
}) {
  const orders: Map<string, { sends: number; sent: number; acknowledged: number }> = new Map();
  /** Keys of the changes that met a fault, each once. */
  const faulted: Set<string> = new Set();
  const tally = { deliveries: 0, acknowledged: 0, whileDown: 0, wronglyTaken: 0, unavailable: 0 };
  const watch = createWatch(family.watches);
  const lastAttempts = createLastAttempts();
  let clock = 0;

  /** The fault of one delivery, by its change and which try it is. */
  function armedWith(key, sends) {
    const most = family.signal === undefined ? mostArmed.handler : mostArmed.signal;
    if (faults.length === 0 || sends > most || lastAttempts.areNear()) return undefined;
    // By the merchant's own id and the status: the gateway's ids would do, but these read better in a bug report.
    if (draw(seed, "fault", key, sends) >= chance) return undefined;
    return seededChoice(faults, seed, "step", key, sends);
  }

  /** A post to one receiver, which knows for that long that the change is under way there. */
  async function postTo(member, key, { body, headers, patience }) {
    let sent: ClientRequest | undefined;
    const onRequest = (request) => {
      sent = request;
      member.requests.add(request);
    };
    member.underWay.set(key, (member.underWay.get(key) ?? 0) + 1);
    const end = () => sent?.destroy(new Error("The gateway gave up waiting"));
    const patient = patience === undefined ? undefined : setTimeout(end, patience);
    try {
      return await post(member.url, { body, headers, agent: member.agent, onRequest });
    } finally {
      clearTimeout(patient);
      member.requests.delete(sent);
      const left = (member.underWay.get(key) ?? 0) - 1;
      if (left > 0) member.underWay.set(key, left);
      else member.underWay.delete(key);
    }
  }

  /** One kill takes several copies along, which are one attempt; one outage may take several attempts along. */
  const numberOfTrouble = () => (family.store === undefined ? fleet.kills() : (clock += 1));

  /** Notes an answer, and waits where the gateway would. */
  async function hear({ status, text }, order, { key, outage, epoch }) {
    const isTaken = status < 300;
    // It was posted after the store was gone for sure, and answered before it was let back.
    if (outage !== undefined && outage === breaking.outage()) {
      tally.whileDown += 1;
      breaking.meet();
      if (isTaken) tally.wronglyTaken += 1;
    }
    if (isTaken) {
      tally.acknowledged += 1;
      order.acknowledged = Math.min(order.acknowledged, (clock += 1));
      lastAttempts.taken(key);
    } else if (status >= 500) {
      // Another's claim is no fault; an inbox that cannot be reached is, where the store was hit meanwhile.
      const isMet = family.store === "commit" || epoch !== breaking.epoch() || epoch % 2 === 1;
      const isUnavailable = text.includes("inbox-unavailable");
      if (isUnavailable) tally.unavailable += 1;
      if (isMet && isUnavailable) faulted.add(key);
      if (isMet) lastAttempts.cut(key, numberOfTrouble());
      await breaking.back();
      await pause(retryPauseMs);
    }
  }

  return {
    orders,
    faulted,
    tally,
    /** Whether a change is near its last attempt: who is hit now may take it along once more. */
    isNearLastAttempt: () => lastAttempts.areNear(),
    /** For `createSandbox`: of the gateway of this number. */
    deliverFor:
      (number: number): typeof fetch =>
      async (_url, init) => {
        const { body, headers } = init as {
          body: string | AsyncIterable<Uint8Array>;
          headers: Record<string, string>;
        };
        // One that comes in pieces is put together to know what it tells; it goes out in the same pieces.
        const pieces = typeof body === "string" ? [] : await toPieces(body);
        const text = typeof body === "string" ? body : Buffer.concat(pieces).toString();
        const told = JSON.parse(text);
        const key = toIdempotencyKey(told);
        const order = orders.get(key) ?? { sends: 0, sent: (clock += 1), acknowledged: Infinity };
        orders.set(key, order);
        order.sends += 1;
        if (watch(told, text, { key, sends: order.sends })) faulted.add(key);
        const member = await fleet.pick({ calm: order.sends >= enough });
        const fault = armedWith(key, order.sends);
        const outage = breaking.outage();
        const epoch = breaking.epoch();
        tally.deliveries += 1;
        const isArmed = fault !== undefined && !fleet.isCalm(member);
        const armed = isArmed ? { "x-chaos-fault": fault } : {};
        try {
          const answer = await postTo(member, key, {
            body: pieces.length === 0 ? text : slowly(pieces),
            headers: { ...headers, ...armed, "x-chaos-gateway": String(number) },
            patience: isArmed ? patienceMs : undefined,
          });
          await hear(answer, order, { key, outage, epoch });
          return new Response(null, { status: answer.status });
        } catch (error) {
          lastAttempts.cut(key, numberOfTrouble());
          if (isRefused(error)) fleet.dropOut(member);
          else if (family.counts === "hits") faulted.add(key);
          await breaking.back();
          await pause(family.signal === "SIGSTOP" ? retryPauseMs : cutPauseMs);
          throw error;
        }
      },
  };
}

/** Whether nobody listens there any more: such a delivery met no receiver, and is no fault that counts. */
function isRefused(error) {
  return (error as NodeJS.ErrnoException).code === "ECONNREFUSED";
}

async function toPieces(body) {
  const pieces = [];
  for await (const piece of body) pieces.push(piece);
  return pieces;
}

async function* slowly(pieces) {
  for (const piece of pieces) {
    await pause(5);
    yield piece;
  }
}
