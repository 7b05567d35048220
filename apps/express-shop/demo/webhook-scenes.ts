// @ts-check
// What a webhook can go through on its way.
import type { Scene } from "./deposit-scenes.js";
import type { World } from "./start-world.js";
import { signPayload } from "@numipay/core";
import { toCashier } from "./deposit-scenes.js";

export const webhookScenes: readonly Scene[] = [
  {
    name: "The same webhook 15 times",
    async play(world) {
      const { customer, settle } = await toCashier(world);
      await customer.follow("Northbank");
      await customer.press("Pay");
      await world.sandbox.flush();
      const last = lastDelivery(world);
      const answers = [last.responseStatus];
      for (let time = 2; time <= 15; time += 1) answers.push(await post(world, last));
      const { isOk, what } = await settle({ state: "paid", cents: 1290 });
      const welcome = answers.filter((status) => status === 200).length;
      return { isOk: isOk && welcome === 15, what: `${welcome} times answered 200, ${what} once` };
    },
  },
  {
    name: "A forged webhook",
    async play(world) {
      const { customer, settle } = await toCashier(world);
      await customer.press("Walk away");
      const [forged] = world.sandbox.transactions().slice(-1);
      const requestBody = JSON.stringify({ ...forged, status: "successful" });
      const signature = signPayload(requestBody, "a password that somebody made up");
      const status = await post(world, { requestBody, signature });
      const { isOk, what } = await settle({ state: "waiting", cents: 0 });
      return { isOk: isOk && status === 401, what: `answered ${status}, ${what}` };
    },
  },
  {
    name: "The shop is down meanwhile",
    async play(world) {
      const { customer, settle } = await toCashier(world);
      await customer.follow("Northbank");
      await world.closeShop();
      await customer.press("Pay");
      await world.sandbox.flush();
      const missed = lastDelivery(world);
      const isDown = customer.page().status === 0 && missed.responseStatus === null;
      await world.reopenShop();
      await world.sandbox.advance("5m");
      const { isOk, what } = await settle({ state: "paid", cents: 1290 });
      const { attempt } = lastDelivery(world);
      return {
        isOk: isOk && isDown && attempt === 2,
        what: `nobody answered; up again 5 minutes later, attempt ${attempt}: ${what}`,
      };
    },
  },
];

function lastDelivery({ sandbox }: World) {
  const last = sandbox.deliveries().at(-1);
  if (last === undefined) throw new Error("The gateway has delivered nothing");
  return last;
}

async function post(
  { webhookUrl }: World,
  { requestBody, signature }: { requestBody: string; signature: string },
) {
  const answer = await fetch(webhookUrl, {
    method: "POST",
    headers: { "content-type": "application/json", "x-signature": signature },
    body: requestBody,
  });
  await answer.body?.cancel();
  return answer.status;
}
