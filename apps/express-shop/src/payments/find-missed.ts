// @ts-check
import type { Numipay } from "@numipay/core";
import type { ExpressNumipayWebhook } from "@numipay/express";
import type { Tx } from "../books/books.js";
import { reconcile } from "@numipay/core";

const hourMs = 3_600_000;

/**
 * Goes through the gateway's list since the last run, and has the webhook's handlers book what no webhook brought: the gateway
 * gives each one up after 15 attempts. Returns how many changes were applied, and how many could not be.
 *
 * @param now for tests
 */
export async function findMissed(
  numipay: Numipay,
  webhook: ExpressNumipayWebhook<Tx>,
  now?: () => number,
) {
  let applied = 0;
  let failed = 0;
  for await (const { outcome, transaction, error } of reconcile({ numipay, webhook, now })) {
    if (outcome === "processed") applied += 1;
    else if (outcome !== "unhandled") {
      failed += 1;
      console.error(`Reconciling ${transaction.tracking_id}: ${outcome}`, error ?? "");
    }
  }
  return { applied, failed };
}

/** Looks every hour, until the function that it returns is called. Where the inbox forgets, there is nothing to go by. */
export function findMissedHourly(...args: Parameters<typeof findMissed>[]) {
  const [, webhook] = args;
  if (webhook.inbox.durable === false) return () => undefined;
  // A list that cannot be had now is asked for again in an hour.
  const timer = setInterval(() => void findMissed(...args).catch(console.error), hourMs);
  return () => clearInterval(timer);
}
