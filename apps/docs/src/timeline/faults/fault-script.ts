import type { Stage, StageOptions } from "../open-stage.js";
import type { Fault } from "../recording.js";
import { pressAtCashier } from "../press-at-cashier.js";

/** A fault before it is played. */
export interface FaultScript
  extends Omit<Fault, "steps" | "control">, Pick<StageOptions, "pendingWebhook"> {
  /** What the same fault does to a shop without inbox and outbox, in one sentence. Omitted if that is no different. */
  controlResult?: string;
  play: (stage: Stage) => Promise<void>;
}

/** The deposit of every fault. */
const order = "order-1001";
const amount = "200.00";

/** The shop requests a cashier page for the deposit. Returns its URL. */
export async function checkOut(stage: Stage): Promise<string> {
  let url = "";
  await stage.play([["shop", "The shop asks the gateway for a cashier page."]], async () => {
    url = await stage.shop().checkOut(order, amount);
  });
  return url;
}

export async function payDeposit(stage: Stage, url: string): Promise<void> {
  await stage.play([["customer", "Ada pays 200.00 EUR at the cashier."]], async () => {
    await stage.sandbox.advance("2m");
    await pressAtCashier(stage, url, "pay");
  });
}
