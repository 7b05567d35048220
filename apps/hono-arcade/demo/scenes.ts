// @ts-check
// What a relay lives through. Each scene says what happened, and whether that is as it must be.
import type { World } from "./start-world.js";
import { buyCoins, deliver } from "./player.js";

export interface Scene {
  name: string;
  play: (world: World) => Promise<{ isOk: boolean; what: string }>;
}

export const scenes: readonly Scene[] = [
  {
    name: "Coins paid",
    async play(world) {
      const seen = watch(world);
      await buyCoins(world, "pay");
      return seen({ wallets: 1, support: 0, audit: 2 });
    },
  },
  {
    name: "Payment declined",
    async play(world) {
      const seen = watch(world);
      await buyCoins(world, "fail");
      return seen({ wallets: 0, support: 1, audit: 2 });
    },
  },
  {
    name: "Wallets fail once",
    async play(world) {
      const seen = watch(world);
      world.services.wallets.failNext(() => new Response(null, { status: 503 }));
      await buyCoins(world, "pay");
      const before = seen({ wallets: 0, support: 0, audit: 2 });
      await world.sandbox.advance("5m");
      const { isOk, what } = seen({ wallets: 1, support: 0, audit: 2 });
      return {
        isOk: before.isOk && isOk,
        what: `${before.what}; the gateway tries again: ${what}`,
      };
    },
  },
  {
    name: "Relay down for a while",
    async play(world) {
      const seen = watch(world);
      await world.servers.relay.close();
      await buyCoins(world, "pay");
      const before = seen({ wallets: 0, support: 0, audit: 0 });
      await world.servers.relay.reopen();
      await world.sandbox.advance("5m");
      const { isOk, what } = seen({ wallets: 1, support: 0, audit: 2 });
      return { isOk: before.isOk && isOk, what: `nobody answered; 5 minutes later ${what}` };
    },
  },
  {
    name: "The same webhook 15 times",
    async play(world) {
      await buyCoins(world, "pay");
      const last = lastDelivery(world);
      const seen = watch(world);
      const answers = await Promise.all(Array.from({ length: 15 }, () => deliver(world, last)));
      const { isOk, what } = seen({ wallets: 0, support: 0, audit: 0 });
      const good = answers.filter(({ status }) => status === 200).length;
      return { isOk: isOk && good === 15, what: `${good} answered 200; ${what} more` };
    },
  },
  {
    name: "A forged webhook",
    async play(world) {
      const seen = watch(world);
      const { requestBody } = lastDelivery(world);
      const { status } = await deliver(world, { requestBody, signature: "A".repeat(40) });
      const { isOk, what } = seen({ wallets: 0, support: 0, audit: 0 });
      return { isOk: isOk && status === 401, what: `answered ${status}; ${what} more` };
    },
  },
];

/** Counts what each service does from here on. */
function watch({ services }: World) {
  const count = () => ({
    wallets: services.wallets.done.size,
    support: services.support.done.size,
    audit: services.audit.done.size,
  });
  const before = count();
  return (wanted: Record<keyof typeof services, number>) => {
    const now = count();
    const names = Object.keys(wanted) as (keyof typeof services)[];
    return {
      isOk: names.every((name) => now[name] - before[name] === wanted[name]),
      what: names.map((name) => `${name} ${now[name] - before[name]}`).join(", "),
    };
  };
}

export function lastDelivery({ sandbox }: World) {
  const last = sandbox.deliveries().at(-1);
  if (last === undefined) throw new Error("The gateway has delivered nothing");
  return last;
}
