import { checkOut, type FaultScript, payDeposit } from "./fault-script.js";

export const handlerThrows: FaultScript = {
  id: "handler-throws",
  title: "Handler throws",
  summary: "The handler credits the wallet, then throws.",
  result:
    "The credit of the failed attempt was rolled back with it. The retry credits the wallet once.",
  controlResult: "The first credit stays, so the wallet is credited twice.",
  async play(stage) {
    const { sandbox } = stage;
    await payDeposit(stage, await checkOut(stage));
    stage.setAfterCredit(() => {
      throw new Error("The rates of the day are missing.");
    });
    await stage.play(
      [["gateway", "The handler credits the wallet, then throws. Its writes are rolled back."]],
      () => sandbox.flush(),
    );
    stage.setAfterCredit(() => undefined);
    await stage.play(
      [["gateway", "Five minutes later, the retry succeeds and credits the wallet."]],
      () => sandbox.advance("5m"),
    );
  },
};
