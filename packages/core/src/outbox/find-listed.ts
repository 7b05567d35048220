import { type DayWindow, dayWindows } from "../protocol/gateway-date.js";
import { dayInZone } from "../protocol/time-zone.js";
import type { FoundTransaction } from "./is-proven-by.js";
import type { RecordedIntent } from "./journal.js";
import type { RecoverSettings } from "./recover-options.js";

const westernmostMs = 12 * 60 * 60 * 1000;
const easternmostMs = 14 * 60 * 60 * 1000;

/**
 * The days on which the transactions of these intents can have been opened: from the first record until now, in every time zone,
 * because that of the gateway is assumed.
 */
export function toListedDays(
  intents: readonly Pick<RecordedIntent, "recordedAt">[],
  nowMs: number,
): DayWindow[] {
  const times = intents.map(({ recordedAt }) => Date.parse(recordedAt));
  const firstMs = Math.min(...times, nowMs);
  const from = dayInZone(new Date(firstMs - westernmostMs));
  return [...dayWindows(from, dayInZone(new Date(nowMs + easternmostMs)))];
}

/**
 * Finds the transactions of intents in the gateway's list, by `tracking_id`. Undefined if the list has an item without one: if the
 * field has another name, every transaction would seem absent. Rejects with the client's error.
 */
export async function findListed(
  { numipay, timeoutMs, signal, now }: RecoverSettings,
  intents: readonly RecordedIntent[],
): Promise<ReadonlyMap<string, FoundTransaction[]> | undefined> {
  const found = new Map(intents.map(({ tracking_id }) => [tracking_id, [] as FoundTransaction[]]));
  if (intents.length === 0) return found;
  for (const window of toListedDays(intents, now())) {
    // The client passes invalid items through.
    const listed: readonly unknown[] = await numipay.transactions.list(window, {
      timeoutMs,
      signal,
    });
    for (const item of listed) {
      const { tracking_id, status, transaction_type } = (item ?? {}) as Record<string, unknown>;
      if (typeof tracking_id !== "string") return undefined;
      found.get(tracking_id)?.push({
        status: String(status),
        transaction_type: String(transaction_type),
      });
    }
  }
  return found;
}
