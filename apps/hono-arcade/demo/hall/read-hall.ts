// What the hall knows about the player's coins. All of it comes from the services, which learn it from the relay.
import { coinPack, toCents } from "../coin-pack.js";
import type { ReceivedEvent, Service } from "../create-service.js";

export type PurchaseState = "waiting" | "processing" | "paid" | "declined" | "expired";

export interface Purchase {
  id: string;
  cents: number;
  state: PurchaseState;
  /** The cashier's page, if the purchase was opened in the hall. */
  url: string | undefined;
}

const states: Record<string, PurchaseState> = {
  pending: "processing",
  successful: "paid",
  rejected: "declined",
  expired: "expired",
};

/** Lists the purchases, newest first. Those that are only in `opened` have no webhook yet. */
export function listPurchases(audit: Service, opened: ReadonlyMap<string, string>): Purchase[] {
  const purchases = new Map<string, Purchase>();
  for (const { event } of audit.processed.values()) {
    const { tracking_id: id, amount, status } = event;
    const state = states[status];
    if (state === undefined) continue;
    purchases.set(id, { id, cents: toCents(amount), state, url: opened.get(id) });
  }
  for (const [id, url] of opened) {
    if (purchases.has(id)) continue;
    purchases.set(id, { id, cents: toCents(coinPack.amount), state: "waiting", url });
  }
  return [...purchases.values()].toReversed();
}

/** The longest that a player who comes back from the cashier waits for the webhook. */
const maxWaitMs = 1000;

/** Resolves when the purchase has a final state, or after a second. */
export async function untilFinal(audit: Service, id: string): Promise<void> {
  const isFinal = ({ event }: ReceivedEvent) =>
    event.tracking_id === id && states[event.status] !== "processing";
  if ([...audit.processed.values()].some(isFinal)) return;
  await new Promise<void>((resolve) => {
    const stop = audit.onProcessed((received) => isFinal(received) && done());
    const timer = setTimeout(done, maxWaitMs);
    function done(): void {
      stop();
      clearTimeout(timer);
      resolve();
    }
  });
}

/** The coins that the wallet service has credited. */
export function countCredited(wallets: Service): number {
  return wallets.processed.size * coinPack.coins;
}
