import type { Stage } from "./open-stage.js";

/** Plays the customer on the page of a deposit (`pay`) or of a payout (`confirm`). */
export async function pressAtCashier(
  { sandbox }: Pick<Stage, "sandbox">,
  pageUrl: string,
  action: "pay" | "confirm",
): Promise<void> {
  const body = new URLSearchParams({ action });
  const response = await sandbox.fetch(`${pageUrl}/northbank`, { method: "POST", body });
  if (response.status >= 400) throw new Error(`The cashier responded with ${response.status}.`);
}
