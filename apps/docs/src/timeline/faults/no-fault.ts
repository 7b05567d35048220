import { checkOut, type FaultScript, payDeposit } from "./fault-script.js";

export const noFault: FaultScript = {
  id: "no-fault",
  title: "No fault",
  summary: "Ada tops up her wallet, and everything works.",
  result: "One webhook, one ledger row. The wallet and the record of the webhook commit together.",
  async play(stage) {
    await payDeposit(stage, await checkOut(stage));
    await stage.play([["gateway", "The webhook credits the wallet."]], () => stage.sandbox.flush());
  },
};
