import type { Store } from "../../storage/store.js";
import type { Delivery } from "../../storage/deliveries.js";
import type { Work, WorkKind } from "../../storage/work.js";

/** A piece of scheduled work as text. */
export interface WorkDescription {
  readonly text: string;
  /** Its page, relative to /portal/. */
  readonly path: string | undefined;
  readonly accountId: string | undefined;
}

/** Describes what a piece of work does. */
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
  const change = `${name}: ${delivery?.status ?? "changed"}`;
  switch (kind) {
    case "deliver":
      return `Send webhook for ${change}, attempt ${(delivery?.attemptsMade ?? 0) + 1}`;
    case "delayed":
      return `Send delayed webhook for ${change} (chaos)`;
    case "held":
      return `Send held webhook for ${change}, unless the next one is sent first (chaos)`;
    case "copy":
      return `Send duplicate webhook for ${change} (chaos)`;
    case "forgery":
      return `Send forged webhook for ${change} (signature check)`;
    case "settle":
      return `Decide the result of ${name}`;
    case "expire":
      return `Expire ${name} if it is still open`;
    case "late-success":
      return `Make ${name} successful late (chaos)`;
  }
}
