// Withdraws, and is killed after the commit and before the payout is sent. The argument is a `Withdrawal` as JSON.
import { PGlite } from "@electric-sql/pglite";
import { openShop } from "./open-shop.js";
import type { Withdrawal } from "./run-until-killed.js";

const { folder, client, trackingId, amount } = JSON.parse(process.argv[2] ?? "") as Withdrawal;
const shop = await openShop({
  db: await PGlite.create(folder),
  client,
  signaturePassword: "not used, because nothing is delivered",
  onOutcome: () => undefined,
  afterCredit: () => undefined,
});
await shop.withdraw(trackingId, amount);
process.kill(process.pid, "SIGKILL");
