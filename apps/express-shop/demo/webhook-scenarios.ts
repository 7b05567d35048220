// What can happen to a webhook on its way.
import { signPayload } from "@numipay/core";
import { goToCashier, type Scenario } from "./deposit-scenarios.js";
import type { World } from "./start-world.js";

export const webhookScenarios: readonly Scenario[] = [
  {
    name: "Webhook delivered 15 times",
    async run(world) {
      const { customer, check } = await goToCashier(world);
      await customer.follow("Northbank");
      await customer.press("Pay");
      await world.sandbox.flush();
      const last = lastDelivery(world);
      const statuses = [last.responseStatus];
      while (statuses.length < 15) statuses.push(await post(world, last));
      const { isOk, details } = await check({ state: "paid", cents: 1290 });
      const accepted = statuses.filter((status) => status === 200).length;
      return { isOk: isOk && accepted === 15, details: `${accepted} responses 200, ${details}` };
    },
  },
  {
    name: "Webhook forged",
    async run(world) {
      const { customer, check } = await goToCashier(world);
      await customer.leaveCashier();
      const transaction = world.sandbox.transactions().at(-1);
      const requestBody = JSON.stringify({ ...transaction, status: "successful" });
      const signature = signPayload(requestBody, "not-the-gateways-password");
      const status = await post(world, { requestBody, signature });
      const { isOk, details } = await check({ state: "waiting", cents: 0 });
      return { isOk: isOk && status === 401, details: `response ${status}, ${details}` };
    },
  },
  {
    name: "Shop down during delivery",
    async run(world) {
      const { customer, check } = await goToCashier(world);
      await customer.follow("Northbank");
      await world.closeShop();
      await customer.press("Pay");
      await world.sandbox.flush();
      const isDown = customer.page().status === 0 && lastDelivery(world).responseStatus === null;
      await world.reopenShop();
      await world.sandbox.advance("5m");
      const { isOk, details } = await check({ state: "paid", cents: 1290 });
      const { attempt } = lastDelivery(world);
      return {
        isOk: isOk && isDown && attempt === 2,
        details: `no response; attempt ${attempt} after 5 minutes: ${details}`,
      };
    },
  },
];

function lastDelivery({ sandbox }: World) {
  const last = sandbox.deliveries().at(-1);
  if (last === undefined) throw new Error("The gateway has not sent a webhook.");
  return last;
}

interface SignedBody {
  requestBody: string;
  signature: string;
}

/** Returns the status of the response. */
async function post({ webhookUrl }: World, { requestBody, signature }: SignedBody) {
  const response = await fetch(webhookUrl, {
    method: "POST",
    headers: { "content-type": "application/json", "x-signature": signature },
    body: requestBody,
  });
  await response.body?.cancel();
  return response.status;
}
