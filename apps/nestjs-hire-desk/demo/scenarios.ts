// What a customer and an operator can run into. Each scenario returns the final state and is compared with the expected one.
import { type CardForm, cards } from "./http-client.js";
import type { World } from "./start-world.js";

export interface Scenario {
  name: string;
  /** The id of the hired tool. */
  tool: string;
  expected: string;
  run: (world: World, tool: string) => Promise<string>;
}

export const scenarios: readonly Scenario[] = [
  { name: "Card, paid", tool: "mixer", expected: "paid", run: hireWith(cards.good) },
  { name: "Card, declined", tool: "mixer", expected: "declined", run: hireWith(cards.declined) },
  {
    name: "Card, 3DS passed",
    tool: "mixer",
    expected: "paid",
    run: hireWith(cards.challenged, "password"),
  },
  {
    name: "Card, 3DS failed",
    tool: "mixer",
    expected: "declined",
    run: hireWith(cards.challenged, "guess"),
  },
  {
    name: "Card, response lost",
    tool: "mixer",
    expected: "paid",
    async run(world, tool) {
      world.dropNextResponse("deposits");
      return hireWith(cards.good)(world, tool);
    },
  },
  { name: "Refund, approved", tool: "drill", expected: "paid", run: refundAfter("approve") },
  { name: "Refund, rejected", tool: "drill", expected: "rejected", run: refundAfter("reject") },
];

/** Hires the tool, completes 3DS if the bank asks for it, and returns the hire's state. */
function hireWith(card: CardForm, password = ""): Scenario["run"] {
  return async (world, tool) => {
    const { customer } = world;
    const { body } = await customer.post("/api/hires", { tool, ...card });
    if (body.challengeUrl !== undefined) {
      await customer.submit(body.challengeUrl, { action: "confirm", password });
    }
    await world.flush();
    return (await customer.get(`/api/hires/${body.id}`)).body.state;
  };
}

/** Hires the tool, returns it, lets the operator decide, and returns the refund's state. */
function refundAfter(decision: "approve" | "reject"): Scenario["run"] {
  return async (world, tool) => {
    const { customer, operator } = world;
    const hired = await customer.post("/api/hires", { tool, ...cards.good });
    await world.flush();
    const { body } = await customer.post("/api/refunds", { hire: hired.body.id });
    await customer.submit(`${body.url}/northbank`, { action: "confirm" });
    await world.flush();
    await operator.post(`/api/refunds/${body.id}/${decision}`);
    await world.flush();
    return (await customer.get(`/api/refunds/${body.id}`)).body.state;
  };
}
