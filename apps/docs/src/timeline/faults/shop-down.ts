import { checkOut, type FaultScript, payDeposit } from "./fault-script.js";

export const shopDown: FaultScript = {
  id: "shop-down",
  title: "Shop is down",
  summary: "The shop is down for two hours. The gateway stops retrying after 15 attempts.",
  result:
    "The missed webhook is recovered from the gateway's list, through the same handler and inbox.",
  controlResult: "The deposit is lost.",
  async play(stage) {
    const { sandbox } = stage;
    const url = await checkOut(stage);
    await stage.play([["shop", "The shop goes down."]], async () => {
      await sandbox.advance("1m");
      await stage.stopShop();
    });
    await payDeposit(stage, url);
    await stage.play([["gateway", "The webhook cannot be delivered."]], () => sandbox.flush());
    await stage.summarize(
      ["gateway", "The gateway retries every 5 minutes, 14 times. Then it stops."],
      () => sandbox.advance("70m"),
    );
    await stage.play([["shop", "The shop starts again. Nothing arrives any more."]], async () => {
      await sandbox.advance("50m");
      await stage.startShop();
    });
    await stage.play(
      [["shop", "reconcile() reads the gateway's list and applies the missed change."]],
      () => stage.shop().reconcile(sandbox.now()),
    );
  },
};
