// @ts-check
// What a customer and an operator can live through. Each scene says what happened, and whether that is as it must be.
import type { World } from "./start-world.js";
import { cards } from "./person.js";

export interface Scene {
  name: string;
  wanted: string;
  play: (world: World) => Promise<string>;
}

export const scenes: readonly Scene[] = [
  { name: "Card, paid", wanted: "paid", play: (world) => hire(world, cards.good) },
  { name: "Card, declined", wanted: "declined", play: (world) => hire(world, cards.declined) },
  {
    name: "Card, 3DS passed",
    wanted: "paid",
    play: (world) => hire(world, cards.challenged, "password"),
  },
  {
    name: "Card, 3DS failed",
    wanted: "declined",
    play: (world) => hire(world, cards.challenged, "guess"),
  },
  {
    name: "Card, answer lost",
    wanted: "paid",
    async play(world) {
      world.loseNextAnswer("deposits");
      return hire(world, cards.good);
    },
  },
  { name: "Refund, approved", wanted: "paid", play: (world) => refund(world, "approve") },
  { name: "Refund, rejected", wanted: "rejected", play: (world) => refund(world, "reject") },
];

/** Takes the mixer with a card, answers the bank where it asks, and returns what the desk says then. */
async function hire(world, card, password = "") {
  const { customer } = world;
  const { body } = await customer.post("/api/hires", { tool: "mixer", ...card });
  if (body.challengeUrl) await customer.submit(body.challengeUrl, { action: "answer", password });
  await world.settle();
  return (await customer.get(`/api/hires/${body.id}`)).body.state;
}

/** Takes the drill, brings it back, and returns what the operator's decision came to. */
async function refund(world, decision) {
  const { customer, operator } = world;
  const taken = await customer.post("/api/hires", { tool: "drill", ...cards.good });
  await world.settle();
  const { body } = await customer.post("/api/refunds", { hire: taken.body.id });
  await customer.submit(`${body.url}/northbank`, { action: "confirm" });
  await world.settle();
  await operator.post(`/api/refunds/${body.id}/${decision}`);
  await world.settle();
  return (await customer.get(`/api/refunds/${body.id}`)).body.state;
}
