import type { GatewayContext } from "../../api/gateway-context.js";
import type { Account } from "../../storage/accounts.js";

/** The reason by which a test delivery is recognized. */
export const testDeliveryReason = "Test delivery from the portal";

/**
 * Opens a test deposit that is declined at once, so that the account receives a webhook. Declined, because a receiver would
 * credit a successful deposit. Returns the tracking id.
 */
export function sendTestDelivery(
  { contract, store, ledger }: GatewayContext,
  { accountId }: Account,
): string {
  const owner = { accountId, mode: "test" } as const;
  const isNumber = (field: string): boolean =>
    contract.webhook.fields.get(field)?.type === "number";
  const toTrackingId = (count: number): string =>
    isNumber("tracking_id") ? String(count) : `portal-test-${count}`;
  let count = 1;
  while (store.transactions.byTrackingId(toTrackingId(count), owner) !== undefined) count += 1;
  const trackingId = toTrackingId(count);
  const providerId = store.providers.all(accountId)[0]?.providerId ?? "";
  ledger.open(
    {
      ...owner,
      trackingId,
      userId: isNumber("user_id") ? "1" : "portal-test",
      currency: "EUR",
      amount: "10.00",
      flow: "hosted",
      country: null,
      providerId: null,
      returnUrl: null,
    },
    {
      first: {
        kind: "submit",
        providerId,
        cardLast4: null,
        decision: { kind: "declined", reason: testDeliveryReason },
      },
    },
  );
  return trackingId;
}
