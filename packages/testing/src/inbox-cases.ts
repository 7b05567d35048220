import { randomUUID } from "node:crypto";
import { inboxAccounts } from "./inbox-accounts.js";
import { inboxAccidents } from "./inbox-accidents.js";
import { inboxBehaviours } from "./inbox-behaviours.js";
import { playInterleaving } from "./inbox-model.js";
import { inboxUnhandled } from "./inbox-unhandled.js";
import { inboxUnreadable } from "./inbox-unreadable.js";
import { type InboxBehaviour, type InboxUnderTest, withInbox } from "./inbox-fixture.js";

/** One case of the inbox suite. */
export interface InboxCase {
  name: string;
  /** Rejects with an AssertionError that says what was seen instead. */
  run: () => Promise<void>;
  /** Why the engine cannot show it, where it is listed as one that it cannot. `run` then holds that it still cannot. */
  hole?: string;
}

/** Settings of `inboxCases`. */
export interface InboxCasesOptions {
  /** The first seed of the random interleavings. 1 where not given. */
  seed?: number;
  /** How many random interleavings are played. 1,000 where not given. */
  interleavings?: number;
}

/**
 * What every inbox must do: the rules of the port, races, late and vanished holders, a store that is gone, and random
 * interleavings held to a model. Give the cases 60 seconds each on an engine behind a network. Up to 20 claims are made
 * at once, and up to two leases are held.
 *
 * @example
 * for (const { name, run } of inboxCases({ open })) test(name, run);
 */
export function inboxCases(
  underTest: InboxUnderTest,
  { seed = 1, interleavings = 1000 }: InboxCasesOptions = {},
): InboxCase[] {
  const takesTurns = underTest.takesTurns !== undefined;
  const random = [false, true].map((hasTwo) =>
    toInterleavings(seed, interleavings, { hasTwo, takesTurns }),
  );
  const others = takesTurns ? "at once" : "in turns";
  const fixed = [inboxBehaviours, inboxUnhandled, inboxAccounts, inboxUnreadable, inboxAccidents];
  return [...fixed.flat(), ...random]
    .filter(({ only }) => only !== others)
    .map((behaviour) => toCase(underTest, behaviour));
}

function toInterleavings(
  seed: number,
  count: number,
  { hasTwo, takesTurns }: { hasTwo: boolean; takesTurns: boolean },
): InboxBehaviour {
  const where = hasTwo ? "on two inboxes of one store" : "on one inbox";
  return {
    name: `${count} random interleavings ${where} keep the rules, from seed ${seed}`,
    needs: hasTwo ? ["openAnother"] : [],
    async play({ inbox, openAnother }) {
      const inboxes = hasTwo ? [inbox, (await openAnother()).inbox] : [inbox];
      for (let i = 0; i < count; i += 1) {
        await playInterleaving(inboxes, seed + i, { scope: randomUUID(), takesTurns });
      }
    },
  };
}

function toCase(underTest: InboxUnderTest, behaviour: InboxBehaviour): InboxCase {
  const lacking = behaviour.needs?.find((ability) => underTest.cannot?.[ability] !== undefined);
  if (lacking === undefined) {
    const why = behaviour.only === "in turns" ? ` (${underTest.takesTurns})` : "";
    return { name: `${behaviour.name}${why}`, run: () => withInbox(underTest, behaviour) };
  }
  const reason = underTest.cannot?.[lacking] ?? "";
  return {
    name: `cannot be shown (${reason}): ${behaviour.name}`,
    hole: reason,
    run: () => withInbox(underTest, { name: behaviour.name, play: async () => undefined }),
  };
}
