import type { GatewayContext } from "../../api/gateway-context.js";
import type { Account } from "../../storage/accounts.js";

/**
 * Opens a test deposit and has it declined at once, so that the account's webhook address hears of it. Declined, because
 * a receiver that does its work books what is successful. Answers the tracking id.
 */
export function sendTestDelivery(
  { store, ledger }: GatewayContext,
  { accountId }: Account,
): string {
  const owner = { accountId, mode: "test" } as const;
  let count = 1;
  while (store.transactions.byTrackingId(`portal-test-${count}`, owner) !== undefined) count += 1;
  const trackingId = `portal-test-${count}`;
  const providerId = store.providers.all(accountId)[0]?.providerId ?? "";
  ledger.open(
    {
      ...owner,
      trackingId,
      userId: "portal-test",
      currency: "EUR",
      amount: "10.00",
      flow: "hosted",
      country: null,
      providerId: null,
      returnUrl: null,
    },
    {
      kind: "submit",
      providerId,
      cardLast4: null,
      decision: { kind: "declined", reason: "A test delivery from the portal" },
    },
  );
  return trackingId;
}
