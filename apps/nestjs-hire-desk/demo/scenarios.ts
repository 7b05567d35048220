// What a customer and an operator can run into. Each scenario returns the final state and is compared with the expected one.
import { type CardForm, cards } from "./http-client.js";
import type { World } from "./start-world.js";

export interface Scenario {
  name: string;
  expected: string;
  run: (world: World) => Promise<string>;
}

export const scenarios: readonly Scenario[] = [
  { name: "Card, paid", expected: "paid", run: (world) => hire(world, cards.good) },
  { name: "Card, declined", expected: "declined", run: (world) => hire(world, cards.declined) },
  {
    name: "Card, 3DS passed",
    expected: "paid",
    run: (world) => hire(world, cards.challenged, "password"),
  },
  {
    name: "Card, 3DS failed",
    expected: "declined",
    run: (world) => hire(world, cards.challenged, "guess"),
  },
  {
    name: "Card, response lost",
    expected: "paid",
    async run(world) {
      world.dropNextResponse("deposits");
      return hire(world, cards.good);
    },
  },
  { name: "Refund, approved", expected: "paid", run: (world) => refund(world, "approve") },
  { name: "Refund, rejected", expected: "rejected", run: (world) => refund(world, "reject") },
];

/** Hires the mixer, completes 3DS if the bank asks for it, and returns the hire's state. */
async function hire(world: World, card: CardForm, password = ""): Promise<string> {
  const { customer } = world;
  const { body } = await customer.post("/api/hires", { tool: "mixer", ...card });
  if (body.challengeUrl !== undefined) {
    await customer.submit(body.challengeUrl, { action: "confirm", password });
  }
  await world.flush();
  return (await customer.get(`/api/hires/${body.id}`)).body.state;
}

/** Hires the drill, returns it, lets the operator decide, and returns the refund's state. */
async function refund(world: World, decision: "approve" | "reject"): Promise<string> {
  const { customer, operator } = world;
  const hired = await customer.post("/api/hires", { tool: "drill", ...cards.good });
  await world.flush();
  const { body } = await customer.post("/api/refunds", { hire: hired.body.id });
  await customer.submit(`${body.url}/northbank`, { action: "confirm" });
  await world.flush();
  await operator.post(`/api/refunds/${body.id}/${decision}`);
  await world.flush();
  return (await customer.get(`/api/refunds/${body.id}`)).body.state;
}
