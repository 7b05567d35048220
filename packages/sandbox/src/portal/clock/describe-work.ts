import type { Store } from "../../storage/store.js";
import type { Delivery } from "../../storage/deliveries.js";
import type { Work, WorkKind } from "../../storage/work.js";

/** A piece of due work, in words. */
export interface WorkDescription {
  readonly text: string;
  /** The page about it, below /portal/. */
  readonly path: string | undefined;
  readonly accountId: string | undefined;
}

/** Says what a piece of work will do, and to whom. */
export function describeWork(
  { kind, subject }: Work,
  { deliveries, transactions }: Pick<Store, "deliveries" | "transactions">,
): WorkDescription {
  const delivery = deliveries.byId(subject);
  const record = transactions.byId(delivery?.transactionId ?? subject);
  const name = record?.trackingId ?? subject;
  const text = textOf(kind, name, delivery);
  if (delivery !== undefined) {
    return { text, path: `deliveries/${subject}`, accountId: delivery.accountId };
  }
  return {
    text,
    path: record === undefined ? undefined : `transactions/${record.transactionId}`,
    accountId: record?.accountId,
  };
}

// oxlint-disable-next-line typescript/consistent-return -- the compiler proves that the switch leaves no kind out
function textOf(kind: WorkKind, name: string, delivery: Delivery | undefined): string {
  const change = `${name} is ${delivery?.status ?? "changed"}`;
  switch (kind) {
    case "deliver":
      return `Tell the merchant that ${change}, attempt ${(delivery?.attemptsMade ?? 0) + 1}`;
    case "delayed":
      return `Tell the merchant late that ${change} (chaos)`;
    case "held":
      return `Tell the merchant that ${change}, unless its next webhook comes first (chaos)`;
    case "copy":
      return `Tell the merchant once more that ${change} (chaos)`;
    case "settle":
      return `Decide how ${name} ends: its money is on its way`;
    case "expire":
      return `Expire ${name}, if nobody decides until then`;
    case "late-success":
      return `Let ${name} succeed after all (chaos)`;
  }
}
