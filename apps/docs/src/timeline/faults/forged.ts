import { signPayload } from "@numipay/core";
import type { Stage } from "../open-stage.js";
import { checkOut, type FaultScript, payDeposit } from "./fault-script.js";

export const forged: FaultScript = {
  id: "forged",
  title: "Forged delivery",
  summary: "An attacker who knows the webhook address sends webhooks of their own.",
  result: "Both forgeries get a 401 and reach no handler. Only the paid deposit is in the ledger.",
  async play(stage) {
    const { sandbox } = stage;
    const url = await checkOut(stage);
    const body = JSON.stringify({ ...toPayload(stage), status: "successful" });
    await stage.play(
      [["attacker", "Before Ada pays, an attacker reports the deposit as successful."]],
      () => send(stage, body, signPayload(body, "a password that the attacker guessed")),
    );
    await payDeposit(stage, url);
    await stage.play([["gateway", "The genuine webhook credits the wallet."]], () =>
      sandbox.flush(),
    );
    const { requestBody = "", signature = "" } = sandbox.deliveries().at(-1) ?? {};
    await stage.play(
      [["attacker", "The attacker sends a copy of it with a higher amount and its signature."]],
      () => send(stage, requestBody.replace("200.00", "2000.00"), signature),
    );
  },
};

/** What the gateway would send now. */
function toPayload({ sandbox }: Stage) {
  const [transaction] = sandbox.transactions();
  if (transaction === undefined) throw new Error("The gateway has no transaction.");
  const { transaction_id, user_id, tracking_id, status, currency, amount, transaction_type } =
    transaction;
  return { transaction_id, user_id, tracking_id, status, currency, amount, transaction_type };
}

const send = (stage: Stage, body: string, signature: string) =>
  stage.sendAsAttacker("https://shop.example/webhooks/numipay", {
    method: "POST",
    headers: { "content-type": "application/json", "x-signature": signature },
    body,
  });
