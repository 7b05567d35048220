import { addDays, type Contract, toGatewayDate } from "@numipay/core/protocol";
import type { ProbeCall } from "./probe-call.js";

/** What a run sends. */
export interface ProbePlan {
  readonly runId: string;
  readonly currency: string;
  readonly userId: string;
  /** The provider of a direct payment. Without one, none is sent. */
  readonly providerId?: string | undefined;
  /** The fields of a test card. Without them, no card is charged. */
  readonly card?: Readonly<Record<string, string>> | undefined;
  /** Today in the gateway's time zone, `YYYY-MM-DD`. */
  readonly today: string;
}

/** The amounts of all calls, at most 1.00. */
export const probeAmount = "1.00";
export const otherAmount = "0.50";

/** Returns the `tracking_id` of a call. */
export function toTrackingId({ runId }: Pick<ProbePlan, "runId">, name: string): string {
  return `probe-${runId}-${name}`;
}

/** Plans the calls of a run, in their order. */
export function planCalls(plan: ProbePlan, contract: Pick<Contract, "dateFormat">): ProbeCall[] {
  const { currency, userId, providerId, card, today } = plan;
  const order = (name: string, amount = probeAmount): Record<string, string> => ({
    tracking_id: toTrackingId(plan, name),
    user_id: userId,
    currency,
    amount,
  });
  const id = (name: string): Record<string, string> => ({ id: toTrackingId(plan, name) });
  const never = { transaction_id: toTrackingId(plan, "never") };
  const date = (days: number, format = contract.dateFormat): string =>
    toGatewayDate(addDays(today, days), "date", format);
  const [last, first] = [date(0), date(-7)];
  const iso = date(0, "YYYY-MM-DD");
  const hosted = (name: string, fields: Record<string, string>, purpose: string): ProbeCall => ({
    name,
    operation: "hostedCheckout",
    fields,
    purpose,
  });
  const status = (name: string, of: string, purpose: string): ProbeCall => ({
    name,
    operation: "transactionStatus",
    fields: id(of),
    purpose,
  });
  const list = (name: string, fields: Record<string, string>, purpose: string): ProbeCall => ({
    name,
    operation: "listTransactions",
    fields,
    purpose,
  });
  const payout = (name: string, purpose: string): ProbeCall => ({
    name,
    operation: "requestPayout",
    fields: order("payout"),
    purpose,
  });
  return [
    { ...list("list-no-key", {}, "whether a list needs a key"), withoutKey: true },
    {
      ...hosted("hosted-no-key", order("no-key"), "whether a payment needs a key"),
      withoutKey: true,
    },
    status("status-unknown", "never", "the response to an unknown id"),
    { name: "approve-unknown", operation: "approvePayout", fields: never, purpose: "the same" },
    { name: "reject-unknown", operation: "rejectPayout", fields: never, purpose: "the same" },
    hosted("hosted", order("hosted"), "opens a payment"),
    { ...status("status-new", "hosted", "whether its status is known at once"), untilFound: true },
    hosted("hosted-again", order("hosted"), "the same tracking_id and content"),
    hosted("hosted-other", order("hosted", otherAmount), "the same tracking_id, another amount"),
    hosted("hosted-invalid", order("invalid", "none"), "an amount that is no number"),
    status("status-invalid", "invalid", "whether the rejected request opened something"),
    payout("payout", "opens a payout, which only the customer can confirm"),
    payout("payout-again", "the same tracking_id and content"),
    ...(providerId === undefined
      ? []
      : [
          {
            name: "direct",
            operation: "direct",
            fields: { ...order("direct"), provider_id: providerId },
            purpose: "opens a payment with one provider",
          } as const,
        ]),
    ...(card === undefined
      ? []
      : [
          {
            name: "card",
            operation: "serverToServer",
            fields: { ...order("card"), ...card },
            purpose: "charges the card of --card-file",
          } as const,
          status("status-card", "card", "whether its status agrees with the response"),
        ]),
    list("list", {}, "today's transactions"),
    list("list-day", { from: last, to: last }, "today as a range"),
    list("list-iso", { from: iso, to: iso }, "the same, as YYYY-MM-DD"),
    list("list-from", { from: last }, "from today, without an end"),
    list("list-8-days", { from: first, to: last }, "7 days between the dates"),
    list("list-9-days", { from: date(-8), to: last }, "8 days between the dates"),
  ];
}
