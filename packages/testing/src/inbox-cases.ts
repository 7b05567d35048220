import { randomUUID } from "node:crypto";
import { inboxAccounts } from "./inbox-accounts.js";
import { inboxFaults } from "./inbox-faults.js";
import { inboxBehaviours } from "./inbox-behaviours.js";
import { playInterleaving } from "./inbox-model.js";
import { inboxPeeks } from "./inbox-peeks.js";
import { inboxReads } from "./inbox-reads.js";
import { inboxUnhandledChanges } from "./inbox-unhandled-changes.js";
import { inboxUnreadableDeliveries } from "./inbox-unreadable-deliveries.js";
import { type InboxBehaviour, type InboxUnderTest, withInbox } from "./inbox-fixture.js";

/** One case of the conformance suite for inboxes. */
export interface InboxCase {
  name: string;
  /** Rejects with an AssertionError when the inbox fails the case. */
  run: () => Promise<void>;
  /** The reason from `cannot`, if the case needs such an ability. `run` then checks that the ability is still missing. */
  knownException?: string;
}

/** Options of `inboxCases`. */
export interface InboxCasesOptions {
  /** The first seed of the random interleavings. Defaults to `1`. */
  seed?: number;
  /** How many random interleavings to run. Defaults to `1000`. */
  interleavings?: number;
}

/**
 * The conformance suite for inboxes: the rules of the `Inbox` interface, races, lost leases, store outages, and random
 * interleavings that are compared with a model. Allow 60 seconds per case for an engine behind a network. A case makes up
 * to 20 concurrent claims and holds up to two leases.
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
  const fixed = [
    inboxBehaviours,
    inboxPeeks,
    inboxUnhandledChanges,
    inboxAccounts,
    inboxUnreadableDeliveries,
    inboxReads,
    inboxFaults,
  ];
  return [...fixed.flat(), ...random]
    .filter(({ only }) => only !== others)
    .map((behaviour) => toCase(underTest, behaviour));
}

function toInterleavings(
  seed: number,
  count: number,
  { hasTwo, takesTurns }: { hasTwo: boolean; takesTurns: boolean },
): InboxBehaviour {
  const where = hasTwo ? "on two inboxes" : "on one inbox";
  return {
    name: `follows the model in ${count} random interleavings ${where} (seed ${seed})`,
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
    name: `known exception (${reason}): ${behaviour.name}`,
    knownException: reason,
    run: () => withInbox(underTest, { name: behaviour.name, play: async () => undefined }),
  };
}
