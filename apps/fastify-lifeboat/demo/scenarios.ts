// What a charity has to handle. Each scenario describes what happened and checks that it is correct.
import {
  callOffice,
  createEvent,
  donate,
  paidDonation,
  refund,
  sendWebhook,
  stateOf,
  submitPayment,
} from "./people.js";
import { stallPassword, type World } from "./start-world.js";

export interface ScenarioResult {
  isOk: boolean;
  detail: string;
}

export interface Scenario {
  name: string;
  run: (world: World) => Promise<ScenarioResult>;
}

export const scenarios: readonly Scenario[] = [
  {
    name: "Donation paid",
    async run(world) {
      const state = await stateOf(world, await paidDonation(world));
      return { isOk: state === "given", detail: `€25.00 ${state}` };
    },
  },
  {
    name: "Donation declined",
    async run(world) {
      const { body } = await donate(world);
      await submitPayment(world, body.url, "fail");
      const state = await stateOf(world, body.id);
      return { isOk: state === "declined", detail: state };
    },
  },
  {
    name: "Gateway's response lost",
    async run(world) {
      world.network.failNext("response");
      const { status, body } = await donate(world);
      const count = world.sandbox
        .transactions()
        .filter(({ tracking_id }) => tracking_id === body.id).length;
      const detail = `response ${status}, ${body.state}, ${count} donation at the gateway`;
      return { isOk: status === 202 && count === 1, detail };
    },
  },
  {
    name: "Request lost",
    async run(world) {
      world.network.failNext("request");
      const { status, body } = await donate(world);
      await submitPayment(world, body.url, "pay");
      const state = await stateOf(world, body.id);
      return { isOk: status === 201 && state === "given", detail: `sent again, ${state}` };
    },
  },
  {
    name: "Missed webhooks, reconciled",
    async run(world) {
      const { body } = await donate(world);
      world.sandbox.setWebhookUrl("http://127.0.0.1:9/unreachable");
      await submitPayment(world, body.url, "pay");
      await world.sandbox.advance("2h");
      world.sandbox.setWebhookUrl(world.webhookUrl);
      const before = await stateOf(world, body.id);
      await callOffice(world, "POST", "/reconcile");
      const state = await stateOf(world, body.id);
      const isOk = before === "waiting" && state === "given";
      return { isOk, detail: `${before}; after reconciling: ${state}` };
    },
  },
  {
    name: "Refund rejected, then accepted",
    async run(world) {
      const id = await paidDonation(world, "40.00");
      world.network.setRefundStatus(403);
      const rejected = await refund(world, id);
      const between = await stateOf(world, id);
      world.network.setRefundStatus(200);
      await refund(world, id);
      const event = createEvent(world, id, { status: "refunded" });
      await sendWebhook(world.webhookUrl, event, world.sandbox.signaturePassword);
      const state = await stateOf(world, id);
      const isOk = rejected.status === 502 && between === "given" && state === "refunded";
      return { isOk, detail: `€40.00 ${between}, then ${state}` };
    },
  },
  {
    name: "Forged with a leaked password",
    async run(world) {
      const { body } = await donate(world);
      const event = createEvent(world, body.id, { status: "successful" });
      const status = await sendWebhook(world.webhookUrl, event, world.sandbox.signaturePassword);
      const state = await stateOf(world, body.id);
      return {
        isOk: status === 503 && state === "waiting",
        detail: `response ${status}, ${state}`,
      };
    },
  },
  {
    name: "Stall sale, till down at first",
    async run(world) {
      const sale = createEvent(world, await paidDonation(world), { transaction_id: "mug-1" });
      const url = `${world.url}/webhooks/stall`;
      world.till.setDown(true);
      const before = await sendWebhook(url, sale, stallPassword);
      world.till.setDown(false);
      const after = await sendWebhook(url, sale, stallPassword);
      const count = world.till.keys.length;
      const isOk = before === 503 && after === 200 && count === 1;
      return { isOk, detail: `response ${before}, retry ${after}, ${count} sale` };
    },
  },
];
