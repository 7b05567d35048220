import { setTimeout as pause } from "node:timers/promises";
import { toIdempotencyKey } from "@numipay/core";
import { draw, drawOne } from "./draw.js";

/** How long a gateway waits for a receiver that was stopped, in real milliseconds: it gives up before the lease ends. */
const patienceMs = 60;
/** Between an answer that is no 2xx and the next attempt. The five virtual minutes take no time, and a lease does. */
const retryPauseMs = 90;

/**
 * Posts what the sandbox sends to the fleet, with a fault for the receiver where one is drawn, and keeps note of what was
 * sent and acknowledged.
 *
 * @param {{ fleet: ReturnType<typeof import("./fleet.js").createFleet>, family: import("./families.js").Family, seed: string, stopMs: number }} options
 */
export function createSender({ fleet, family, seed, stopMs }) {
  /** @type {Map<string, { sends: number, sent: number, acknowledged: number }>} */
  const orders = new Map();
  const tally = { deliveries: 0, unanswered: 0, refused: 0, armed: 0 };
  const wakes = new Set();
  let clock = 0;

  /** The fault of one delivery, by its change and which try it is: a change is left alone after its second. */
  function armedWith(key, sends) {
    if (family.signal === undefined || sends > 2) return undefined;
    // By the merchant's own id and the status: the gateway's ids would do, but these read better in a bug report.
    if (draw(seed, "fault", key, sends) >= (family.chance ?? 0)) return undefined;
    tally.armed += 1;
    return `${drawOne(family.steps ?? [], seed, "step", key, sends)} ${family.signal}`;
  }

  async function post(member, { body, headers }, fault) {
    const answering = fetch(member.url, {
      method: "POST",
      body,
      headers: fault === undefined ? headers : { ...headers, "x-chaos-fault": fault },
      signal: AbortSignal.timeout(20_000),
    }).then(async (response) => ({ status: response.status, text: await response.text() }));
    if (family.signal !== "SIGSTOP" || fault === undefined) return await answering;

    member.isStopped = true;
    const waking = pause(stopMs).then(() => fleet.wake(member));
    wakes.add(waking);
    answering.catch(() => undefined);
    const answer = await Promise.race([answering, pause(patienceMs)]);
    if (answer === undefined) throw new Error("The gateway gave up waiting");
    fleet.wake(member);
    return answer;
  }

  return {
    orders,
    tally,
    /** For `createSandbox`. */
    deliver: async (url, init) => {
      const request = new Request(url, init);
      const body = Buffer.from(await request.arrayBuffer());
      const key = toIdempotencyKey(JSON.parse(body.toString()));
      const order = orders.get(key) ?? { sends: 0, sent: (clock += 1), acknowledged: Infinity };
      orders.set(key, order);
      order.sends += 1;
      const fault = armedWith(key, order.sends);
      const member = await fleet.pick();
      tally.deliveries += 1;
      member.inFlight += 1;
      try {
        const answer = await post(member, { body, headers: init.headers }, fault);
        if (answer.status < 300) order.acknowledged = Math.min(order.acknowledged, (clock += 1));
        else if (answer.status >= 500) {
          tally.refused += 1;
          await pause(retryPauseMs);
        }
        return new Response(answer.text, { status: answer.status });
      } catch (error) {
        tally.unanswered += 1;
        if (isCut(error)) fleet.dropOut(member);
        await pause(retryPauseMs / 3);
        throw error;
      } finally {
        member.inFlight -= 1;
      }
    },
    /** Resolves when whoever was stopped runs again. */
    settled: () => Promise.all(wakes),
  };
}

/** Whether a connection ended or could not be made, which a slow answer does not mean. */
function isCut(error) {
  return error instanceof TypeError;
}
