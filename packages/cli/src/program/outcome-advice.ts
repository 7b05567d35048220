import type { OutcomeUnknownError } from "@numipay/core";

/** What to do after an unknown outcome, with the commands to run. */
export function toOutcomeAdvice({
  operation,
  tracking_id,
  lastKnownStatus,
}: Pick<OutcomeUnknownError, "operation" | "tracking_id" | "lastKnownStatus">): string {
  if (tracking_id === undefined) {
    return "Look it up in the portal before you send anything again.";
  }
  const check = `\`numipay transactions status ${toShellWord(tracking_id)}\``;
  const isDecision = operation === "approvePayout" || operation === "rejectPayout";
  switch (lastKnownStatus.state) {
    case "found":
      return isDecision
        ? "The gateway has this payout; only its status shows whether the decision arrived. " +
            `Run ${check} for a few minutes. If the payout is still pending, send the same decision again.`
        : "The gateway has this transaction: do not send it again. " +
            `Its webhook or ${check} reports how it ends.`;
    case "not-found":
      return (
        "The gateway does not have it yet, but the request may still arrive. " +
        `Run ${check} for a few minutes. If it still finds nothing, send the request again with the same --tracking-id.`
      );
    case "not-known":
      return `Run ${check} until the gateway responds, before you send anything again.`;
  }
}

/** Quotes a text that a shell would not read as one word. */
function toShellWord(text: string): string {
  return /^[\w.:@%+=/][\w.:@%+=/-]*$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
