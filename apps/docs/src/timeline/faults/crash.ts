import { runUntilKilled } from "../run-until-killed.js";
import { pressAtCashier } from "../press-at-cashier.js";
import { checkOut, type FaultScript, payDeposit } from "./fault-script.js";

const payout = "payout-2001";

export const crash: FaultScript = {
  id: "crash",
  title: "Crash before a payout",
  summary:
    "The shop is killed after it has debited a wallet, and before it has requested the payout.",
  result:
    "The debit and the queued payout committed together, so the payout was sent, and sent once.",
  controlResult: "30.00 EUR stay on hold for a payout that is never sent.",
  async play(stage) {
    const { sandbox, database, isPlain } = stage;
    await payDeposit(stage, await checkOut(stage));
    await stage.play([["gateway", "The webhook credits the wallet."]], () => sandbox.flush());
    await stage.play(
      [
        [
          "shop",
          "Ada withdraws 30.00 EUR: one transaction debits her wallet and queues the payout. Then kill -9.",
        ],
      ],
      async () => {
        await sandbox.advance("30m");
        await stage.stopShop();
        const client = { apiKey: sandbox.apiKey, baseUrl: sandbox.baseUrl };
        const { folder } = database;
        await database.lend(() =>
          runUntilKilled({ isPlain, folder, client, trackingId: payout, amount: "30.00" }),
        );
      },
    );
    await stage.play(
      [["shop", "The shop starts again. The queued payout is in its database."]],
      async () => {
        await sandbox.advance("2m");
        await stage.startShop();
      },
    );
    await stage.play([["shop", "The worker of the outbox sends the payout."]], () =>
      stage.shop().sendQueued(),
    );
    const { response } = stage.steps.at(-1)?.exchange ?? {};
    // The negative control has nothing to send.
    if (!response) return;
    const { url } = JSON.parse(response.body) as { url: string };
    await stage.play([["customer", "Ada confirms the payout at the gateway."]], async () => {
      await sandbox.advance("5m");
      await pressAtCashier(stage, url, "confirm");
    });
    await stage.play([["shop", "The shop approves the payout."]], () =>
      stage.shop().approve(payout),
    );
    await stage.play([["gateway", "The webhook reports that the payout is successful."]], () =>
      sandbox.flush(),
    );
  },
};
