import { checkOut, type FaultScript, payDeposit } from "./fault-script.js";

export const duplicate: FaultScript = {
  id: "duplicate",
  title: "Duplicate delivery",
  summary:
    "The shop applies a webhook, but its response is lost. The gateway sends the webhook again.",
  result: "The second delivery has the same content. The inbox has its record, so no handler runs.",
  controlResult: "The wallet is credited twice.",
  async play(stage) {
    const { sandbox } = stage;
    await payDeposit(stage, await checkOut(stage));
    stage.loseNext("lose-response");
    await stage.play([["gateway", "The webhook credits the wallet. Its response is lost."]], () =>
      sandbox.flush(),
    );
    await stage.play(
      [["gateway", "Five minutes later, the gateway sends the webhook again."]],
      () => sandbox.advance("5m"),
    );
  },
};
