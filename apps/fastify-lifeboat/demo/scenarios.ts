// @ts-check
// What a charity lives through. Each scene says what happened, and whether that is as it must be.
import type { World } from "./start-world.js";
import { donate, eventOf, office, paidDonation, post, press, stateOf } from "./people.js";
import { stallPassword } from "./start-world.js";

export interface Scene {
  name: string;
  play: (world: World) => Promise<{ isOk: boolean; what: string }>;
}

export const scenes: readonly Scene[] = [
  {
    name: "Donation paid",
    async play(world) {
      const state = await stateOf(world, await paidDonation(world));
      return { isOk: state === "given", what: state };
    },
  },
  {
    name: "Donation declined",
    async play(world) {
      const { body } = await donate(world);
      await press(world, String(body.url), "fail");
      const state = await stateOf(world, body.id);
      return { isOk: state === "declined", what: state };
    },
  },
  {
    name: "Gateway's response is lost",
    async play(world) {
      world.line.lose("response");
      const { status, body } = await donate(world);
      const count = world.sandbox
        .transactions()
        .filter(({ tracking_id }) => tracking_id === body.id).length;
      const what = `answered ${status}, ${body.state}, ${count} at the gateway`;
      return { isOk: status === 202 && count === 1, what };
    },
  },
  {
    name: "Request never arrives",
    async play(world) {
      world.line.lose("request");
      const { status, body } = await donate(world);
      await press(world, String(body.url), "pay");
      const state = await stateOf(world, body.id);
      return { isOk: status === 201 && state === "given", what: `sent once more, ${state}` };
    },
  },
  {
    name: "Webhooks given up, reconciled",
    async play(world) {
      const { body } = await donate(world);
      world.sandbox.setWebhookUrl("http://127.0.0.1:9/nobody");
      await press(world, String(body.url), "pay");
      await world.sandbox.advance("2h");
      world.sandbox.setWebhookUrl(world.webhookUrl);
      const before = await stateOf(world, body.id);
      await office(world, "POST", "/reconcile");
      const state = await stateOf(world, body.id);
      const isOk = before === "waiting" && state === "given";
      return { isOk, what: `${before}; after reconciling ${state}` };
    },
  },
  {
    name: "Refund refused, then sent",
    async play(world) {
      const id = await paidDonation(world, "40.00");
      world.line.answerRefunds(403);
      const refused = await office(world, "POST", `/donations/${id}/refund`);
      const between = await stateOf(world, id);
      world.line.answerRefunds(200);
      await office(world, "POST", `/donations/${id}/refund`);
      const event = eventOf(world, id, { status: "refunded" });
      await post(world.webhookUrl, event, world.sandbox.signaturePassword);
      const state = await stateOf(world, id);
      const isOk = refused.status === 502 && between === "given" && state === "refunded";
      return { isOk, what: `${between} again; then ${state}` };
    },
  },
  {
    name: "Signed by a thief, not paid",
    async play(world) {
      const { body } = await donate(world);
      const event = eventOf(world, body.id, { status: "successful" });
      const status = await post(world.webhookUrl, event, world.sandbox.signaturePassword);
      const state = await stateOf(world, body.id);
      return { isOk: status === 503 && state === "waiting", what: `answered ${status}, ${state}` };
    },
  },
  {
    name: "Stall's sale, till out of order",
    async play(world) {
      const sale = { ...eventOf(world, await paidDonation(world)), transaction_id: "mug-1" };
      const url = `${world.url}/webhooks/stall`;
      world.till.setBroken(true);
      const before = await post(url, sale, stallPassword);
      world.till.setBroken(false);
      const after = await post(url, sale, stallPassword);
      const isOk = before === 503 && after === 200 && world.till.keys.length === 1;
      return {
        isOk,
        what: `answered ${before}; tried again ${after}, ${world.till.keys.length} sale`,
      };
    },
  },
];
