import { checkOut, type FaultScript, payDeposit } from "./fault-script.js";

export const latePending: FaultScript = {
  id: "late-pending",
  title: "Late pending",
  summary:
    "The webhook of the status pending is lost on its first attempt, and arrives after successful.",
  result: "The inbox has a final status, so the late pending is stale and changes nothing.",
  pendingWebhook: "on-submit",
  controlResult: "The paid deposit is pending again.",
  async play(stage) {
    const { sandbox } = stage;
    await payDeposit(stage, await checkOut(stage));
    stage.loseNext("lose-request");
    await stage.play(
      [
        ["gateway", "The first webhook, pending, does not arrive."],
        ["gateway", "The second webhook, successful, credits the wallet."],
      ],
      () => sandbox.flush(),
    );
    await stage.play([["gateway", "Five minutes later, the gateway sends pending again."]], () =>
      sandbox.advance("5m"),
    );
  },
};
