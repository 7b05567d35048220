// What a relay has to handle. Each scenario describes what happened and checks that it is correct.
import { buyCoins, deliver } from "./player.js";
import type { World } from "./start-world.js";

export interface ScenarioResult {
  isOk: boolean;
  detail: string;
}

export interface Scenario {
  name: string;
  run: (world: World) => Promise<ScenarioResult>;
}

type EventCounts = Record<keyof World["services"], number>;

export const scenarios: readonly Scenario[] = [
  {
    name: "Coins paid",
    async run(world) {
      const check = countEvents(world);
      await buyCoins(world, "pay");
      return check({ wallets: 1, support: 0, audit: 2 });
    },
  },
  {
    name: "Payment declined",
    async run(world) {
      const check = countEvents(world);
      await buyCoins(world, "fail");
      return check({ wallets: 0, support: 1, audit: 2 });
    },
  },
  {
    name: "Wallet service fails once",
    async run(world) {
      const check = countEvents(world);
      world.services.wallets.failNext(() => new Response(null, { status: 503 }));
      await buyCoins(world, "pay");
      const before = check({ wallets: 0, support: 0, audit: 2 });
      await world.sandbox.advance("5m");
      const after = check({ wallets: 1, support: 0, audit: 2 });
      return {
        isOk: before.isOk && after.isOk,
        detail: `${before.detail}; after a retry: ${after.detail}`,
      };
    },
  },
  {
    name: "Relay down",
    async run(world) {
      const check = countEvents(world);
      await world.servers.relay.close();
      await buyCoins(world, "pay");
      const before = check({ wallets: 0, support: 0, audit: 0 });
      await world.servers.relay.reopen();
      await world.sandbox.advance("5m");
      const after = check({ wallets: 1, support: 0, audit: 2 });
      return {
        isOk: before.isOk && after.isOk,
        detail: `up after 5 minutes: ${after.detail}`,
      };
    },
  },
  {
    name: "15 duplicate deliveries",
    async run(world) {
      await buyCoins(world, "pay");
      const last = lastDelivery(world);
      const check = countEvents(world);
      const responses = await Promise.all(Array.from({ length: 15 }, () => deliver(world, last)));
      const { isOk, detail } = check({ wallets: 0, support: 0, audit: 0 });
      const accepted = responses.filter(({ status }) => status === 200).length;
      return {
        isOk: isOk && accepted === 15,
        detail: `${accepted} responses 200; ${detail}`,
      };
    },
  },
  {
    name: "Forged webhook",
    async run(world) {
      const check = countEvents(world);
      const { requestBody } = lastDelivery(world);
      const { status } = await deliver(world, { requestBody, signature: "A".repeat(40) });
      const { isOk, detail } = check({ wallets: 0, support: 0, audit: 0 });
      return { isOk: isOk && status === 401, detail: `response ${status}; ${detail}` };
    },
  },
];

/** Counts the events that each service processes from now on. */
function countEvents({ services }: World) {
  const count = (): EventCounts => ({
    wallets: services.wallets.processed.size,
    support: services.support.processed.size,
    audit: services.audit.processed.size,
  });
  const before = count();
  return (expected: EventCounts): ScenarioResult => {
    const now = count();
    const names = Object.keys(expected) as (keyof EventCounts)[];
    return {
      isOk: names.every((name) => now[name] - before[name] === expected[name]),
      detail: names.map((name) => `${name} ${now[name] - before[name]}`).join(", "),
    };
  };
}

export function lastDelivery({ sandbox }: World) {
  const last = sandbox.deliveries().at(-1);
  if (last === undefined) throw new Error("The gateway has not sent any webhooks.");
  return last;
}
