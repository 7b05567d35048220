// Withdraws, and is killed when the debit is committed, before the payout is sent. The argument is a `Withdrawal` as JSON.
import { PGlite } from "@electric-sql/pglite";
import { openPlainShop } from "./open-plain-shop.js";
import { openShop } from "./open-shop.js";
import type { Withdrawal } from "./run-until-killed.js";

const withdrawal = JSON.parse(process.argv[2] ?? "") as Withdrawal;
const { isPlain, folder, client, trackingId, amount } = withdrawal;
const shop = await (isPlain ? openPlainShop : openShop)({
  db: await PGlite.create(folder),
  client,
  signaturePassword: "not used, because nothing is delivered",
  onOutcome: () => undefined,
  afterCredit: () => undefined,
  afterDebit: () => process.kill(process.pid, "SIGKILL"),
});
await shop.withdraw(trackingId, amount);
