import type { Context } from "hono";
import type { AppEnv } from "../../api/gateway-context.js";
import { readForm } from "../forms/read-form.js";
import type { Portal } from "../portal-page.js";

/** Handles the merchant's decision on a payout. A second or late click changes nothing, and the page says so. */
export async function decidePayout(c: Context<AppEnv>, portal: Portal): Promise<Response> {
  const page = portal.page(c);
  const id = c.req.param("id") ?? "";
  const form = await readForm(c);
  const path = `transactions/${encodeURIComponent(id)}`;
  const decision = form.get("decision");
  if (decision !== "approve" && decision !== "reject") {
    return page.goTo(path, "Nothing changed. Choose Approve or Reject.");
  }
  const result = portal.ledger.apply(
    id,
    decision === "approve"
      ? { kind: "approve" }
      : { kind: "reject", reason: "Rejected by the merchant" },
  );
  if (result?.ok !== true)
    return page.goTo(path, "Nothing changed. This payout is not waiting for a decision.");
  return page.goTo(
    path,
    decision === "approve" ? "Approved. The money is on its way." : "Rejected.",
  );
}
