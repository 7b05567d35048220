import { journalCalls } from "./journal-calls.js";
import { journalClaims } from "./journal-claims.js";
import { journalCompletions } from "./journal-completions.js";
import { journalUnresolved } from "./journal-unresolved.js";
import {
  type JournalBehaviour,
  type JournalStoreUnderTest,
  withJournalStore,
} from "./journal-fixture.js";

/** One case of the conformance suite for journals. */
export interface JournalCase {
  name: string;
  /** Rejects with an AssertionError when the store fails the case. */
  run: () => Promise<void>;
  /** The reason from `cannot`, if the case needs such an ability. `run` then checks that the ability is still missing. */
  knownException?: string;
}

/**
 * The conformance suite for journals: the rules of the `JournalStore` interface, races, expired and lost leases, unresolved
 * intents, store outages, and calls of a client to a gateway on this machine. Allow 60 seconds per case for an engine behind a
 * network. A case makes up to 20 concurrent claims.
 *
 * @example
 * for (const { name, run } of journalCases({ open })) test(name, run);
 */
export function journalCases(underTest: JournalStoreUnderTest): JournalCase[] {
  return [journalClaims, journalCompletions, journalUnresolved, journalCalls()]
    .flat()
    .map((behaviour) => toCase(underTest, behaviour));
}

function toCase(underTest: JournalStoreUnderTest, behaviour: JournalBehaviour): JournalCase {
  const { name, needs } = behaviour;
  const lacking = needs?.find((ability) => underTest.cannot?.[ability] !== undefined);
  if (lacking === undefined) return { name, run: () => withJournalStore(underTest, behaviour) };
  const reason = underTest.cannot?.[lacking] ?? "";
  return {
    name: `known exception (${reason}): ${name}`,
    knownException: reason,
    run: () => withJournalStore(underTest, { name, play: async () => undefined }),
  };
}
