import type { Context } from "hono";
import type { AppEnv } from "../../api/gateway-context.js";
import { readForm } from "../forms/read-form.js";
import type { Portal } from "../portal-page.js";

/** Takes the merchant's decision on a payout that waits for it. Pressed twice, or too late, it changes nothing and says so. */
export async function decidePayout(c: Context<AppEnv>, portal: Portal): Promise<Response> {
  const turn = portal.turn(c);
  const id = c.req.param("id") ?? "";
  const form = await readForm(c);
  const path = `transactions/${encodeURIComponent(id)}`;
  const decision = form.get("decision");
  if (decision !== "approve" && decision !== "reject") {
    return turn.goTo(path, "Nothing was decided: the form says neither approve nor reject.");
  }
  const result = portal.ledger.apply(
    id,
    decision === "approve"
      ? { kind: "approve" }
      : { kind: "reject", reason: "Rejected by the merchant" },
  );
  if (result?.ok !== true)
    return turn.goTo(path, "Nothing changed: this does not wait for a decision.");
  return turn.goTo(
    path,
    decision === "approve" ? "Approved. The money is on its way." : "Rejected.",
  );
}
