import { setTimeout as pause } from "node:timers/promises";
import type { ClientRequest } from "node:http";
import type { Fleet } from "../fleet/fleet.js";
import type { PayOutcome, PayReply } from "../payer/payer-way.js";
import { post } from "../post.js";

/** How often a customer whose payout is unknown asks again. */
const mostUnknown = 3;
const mostAttempts = 200;
/** For each customer, how many others repeat their requests before no more come. */
const mostRepeating = 2;
/** The pause of a customer for that reason, in milliseconds. */
const waitMs = 20;

/** The best news about a payout first. */
const order: readonly PayOutcome[] = ["done", "accepted", "refused", "unknown", "retry"];

export interface ShopOptions {
  fleet: Pick<Fleet, "pick" | "remove">;
  /** How many customers there are at once. */
  customers: number;
  /** Whether each request goes to two payers at once. */
  isContended: boolean;
  /** The pause before a request is repeated, in milliseconds. */
  retryPauseMs: number;
  /** Called after each request. */
  onReply: (tracking_id: string, reply: PayReply) => void;
}

/** Customers who ask payers for payouts, and repeat each request until they know how it ended. */
export function createShop({ fleet, customers, isContended, retryPauseMs, onReply }: ShopOptions) {
  /** How each payout ended for its customer. */
  const outcomes = new Map<string, PayOutcome>();
  const repeating = new Set<Promise<void>>();
  const problems: string[] = [];
  let payouts = 0;

  async function ask(tracking_id: string): Promise<PayReply> {
    const target = await fleet.pick({ safe: false });
    let sent: ClientRequest | undefined;
    let reply: PayReply;
    let isRefused = false;
    const onRequest = (request: ClientRequest) => {
      sent = request;
      target.requests.add(request);
    };
    target.inProgress.set(tracking_id, 1);
    try {
      const { agent } = target;
      const url = new URL("/pay", target.url);
      const { status, text } = await post(url, { body: tracking_id, agent, onRequest });
      reply = status === 200 ? (JSON.parse(text) as PayReply) : { outcome: "retry", reason: text };
    } catch (error) {
      isRefused = (error as NodeJS.ErrnoException).code === "ECONNREFUSED";
      if (isRefused) fleet.remove(target);
      reply = { outcome: "retry", reason: String(error) };
    } finally {
      if (sent !== undefined) target.requests.delete(sent);
      target.inProgress.delete(tracking_id);
    }
    // It reached no payer.
    return isRefused ? await ask(tracking_id) : reply;
  }

  async function askAll(tracking_id: string): Promise<PayReply> {
    const replies = await Promise.all(
      Array.from({ length: isContended ? 2 : 1 }, async () => await ask(tracking_id)),
    );
    const rank = ({ outcome }: PayReply) => order.indexOf(outcome);
    const [best] = replies.toSorted((one, other) => rank(one) - rank(other));
    const reply = best ?? { outcome: "retry" };
    outcomes.set(tracking_id, reply.outcome);
    onReply(tracking_id, reply);
    return reply;
  }

  async function repeat(tracking_id: string) {
    let unknown = 1;
    for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
      await pause(retryPauseMs);
      const { outcome, reason } = await askAll(tracking_id);
      if (outcome === "unknown") unknown += 1;
      if (outcome === "unknown" ? unknown > mostUnknown : outcome !== "retry") return;
      if (attempt === mostAttempts - 1) problems.push(`a payout never ended: ${reason}`);
    }
  }

  return {
    outcomes: outcomes as ReadonlyMap<string, PayOutcome>,
    problems,
    /** Has customers ask for payouts until it is enough. Then waits for those who repeat their requests. */
    async run(isEnough: () => boolean) {
      const buy = async () => {
        while (!isEnough()) {
          if (repeating.size >= customers * mostRepeating) {
            await pause(waitMs);
            continue;
          }
          payouts += 1;
          const tracking_id = `payout-${payouts}`;
          const { outcome } = await askAll(tracking_id);
          if (outcome !== "retry" && outcome !== "unknown") continue;
          const repeated = repeat(tracking_id).finally(() => repeating.delete(repeated));
          repeating.add(repeated);
        }
      };
      await Promise.all(Array.from({ length: customers }, buy));
    },
    /** Resolves when no customer repeats a request. Rejects if one fails. */
    async settled() {
      while (repeating.size > 0) await Promise.all(repeating);
    },
  };
}
