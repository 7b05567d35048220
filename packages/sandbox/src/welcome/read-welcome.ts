import type { Context } from "hono";
import type { AppEnv } from "../api/gateway-context.js";
import { testDeliveryReason } from "../portal/accounts/send-test-delivery.js";
import type { PortalContext } from "../portal/portal-page.js";
import { exampleTrackingId } from "../portal/transactions/checkout-command.js";
import type { TransactionRecord } from "../gateway/transaction-record.js";
import type { Account } from "../storage/accounts.js";
import type { Delivery } from "../storage/deliveries.js";
import { readRecordedRun, type RecordedDoctorRun } from "./doctor-run.js";
import { type Finding, toGenuineFinding } from "./finding.js";
import { readSignatureCheck, type SignatureCheck } from "./signature-check.js";

/** What the welcome page shows: the first account, and how far its owner has come. */
export interface Welcome {
  readonly portal: PortalContext;
  /** Milliseconds since 1970 on the virtual clock. */
  readonly now: number;
  /** The origin of the sandbox, as the browser reached it. */
  readonly origin: string;
  readonly account: Account;
  readonly others: readonly Account[];
  /** The oldest active keys. Undefined if all are revoked. */
  readonly devKey: string | undefined;
  readonly liveKey: string | undefined;
  /** When the first API call with a valid key arrived. */
  readonly calledAt: number | undefined;
  /** The last webhook, if it was not accepted. */
  readonly failing: { readonly delivery: Delivery; readonly finding: Finding } | undefined;
  /** A successful deposit. */
  readonly paid: TransactionRecord | undefined;
  /** The last deposit, except test deliveries. */
  readonly latest: TransactionRecord | undefined;
  /** The number of an order whose tracking id is not in use. */
  readonly nextOrder: number;
  readonly signature: SignatureCheck | undefined;
  readonly doctor: RecordedDoctorRun | undefined;
}

/** Reads the state of the checklist. */
export function readWelcome(c: Context<AppEnv>, portal: PortalContext): Welcome {
  const { store } = portal;
  const [account = store.accounts.first(), ...others] = store.accounts.list();
  const { accountId } = account;
  const active = store.credentials.listFor(accountId).filter(({ revokedAt }) => revokedAt === null);
  const signature = readSignatureCheck(portal, account);
  return {
    portal,
    now: portal.now(),
    origin: new URL(c.req.url).origin,
    account,
    others,
    devKey: active.find(({ mode }) => mode === "test")?.apiKey,
    liveKey: active.find(({ mode }) => mode === "live")?.apiKey,
    calledAt: store.checklist.find(accountId, "api-call")?.at,
    failing: findFailing(portal, account, signature),
    paid: store.transactions.paidDeposit(accountId),
    latest: findLatest(portal, account),
    nextOrder: findNextOrder(portal, account),
    signature,
    doctor: readRecordedRun(portal, account),
  };
}

/** How many of the newest rows are read to find the one that matters. */
const recent = 20;

/** The newest delivery that was attempted. The signature check explains its own. */
function findFailing(
  { store }: PortalContext,
  { accountId }: Account,
  signature: SignatureCheck | undefined,
): Welcome["failing"] {
  const delivery = store.deliveries
    .list({ accountId, limit: recent })
    .find((one) => one.attemptsMade > 0 && one.transactionId !== signature?.transactionId);
  if (delivery === undefined || !["retrying", "given-up"].includes(delivery.state)) {
    return undefined;
  }
  const attempt = store.deliveries
    .attemptsOf(delivery.deliveryId)
    .findLast(({ cause }) => cause === "scheduled" || cause === "resend");
  return attempt && { delivery, finding: toGenuineFinding(attempt) };
}

function findLatest(
  { store }: PortalContext,
  { accountId }: Account,
): TransactionRecord | undefined {
  const { rows } = store.searchTransactions({ accountId, type: "deposit", limit: recent });
  return rows.find(({ rejectedReason }) => rejectedReason !== testDeliveryReason);
}

/** Starts at the number of the next transaction, which is rarely in use. */
function findNextOrder({ store, contract }: PortalContext, { accountId }: Account): number {
  const isUsed = (order: number): boolean => {
    const trackingId = exampleTrackingId(contract, order);
    return store.transactions.byTrackingId(trackingId, { accountId, mode: "test" }) !== undefined;
  };
  let order = store.transactions.nextNumber();
  while (isUsed(order)) order += 1;
  return order;
}
