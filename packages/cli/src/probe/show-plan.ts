import type { Contract } from "@numipay/core/protocol";
import type { Block } from "../text/block.js";
import { count } from "../text/count.js";
import { blank, entries, paragraph } from "../text/prose.js";
import type { ProbePlan } from "./plan-calls.js";
import type { ProbeCall } from "./probe-call.js";
import { toProbedCall } from "./to-probed-call.js";

/** What a run would send. */
export function showPlan(
  calls: readonly ProbeCall[],
  { contract, plan }: { readonly contract: Contract; readonly plan: ProbePlan },
): Block[] {
  return [
    paragraph(`Dry run: nothing was sent. --run sends ${count(calls.length, "call")}:`),
    blank,
    entries(
      calls.map((call) => {
        const { method, path } = toProbedCall(call, contract, plan);
        return [call.name, `${method} ${path}${toContent(call)}: ${call.purpose}`] as const;
      }),
    ),
    blank,
    paragraph(
      "No customer completes the payments and payouts that are opened. In a run, RUN is a random id.",
    ),
  ];
}

function toContent({ fields, withoutKey }: ProbeCall): string {
  const { amount, currency, tracking_id: trackingId, transaction_id: id } = fields;
  const parts = [
    ...(withoutKey === true ? ["without a key"] : []),
    ...(id === undefined ? [] : [id]),
    ...(amount === undefined ? [] : [`${amount} ${currency ?? ""}`, trackingId ?? ""]),
  ];
  return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
}
