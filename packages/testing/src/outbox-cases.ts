import { AssertionError } from "node:assert/strict";
import { outboxCrashes } from "./outbox-crashes.js";
import { outboxDeferral } from "./outbox-deferral.js";
import { type OutboxBehaviour, type OutboxUnderTest, withOutbox } from "./outbox-fixture.js";
import { outboxQueueing } from "./outbox-queueing.js";
import { outboxSending } from "./outbox-sending.js";

/** One case of the conformance suite for outboxes. */
export interface OutboxCase {
  name: string;
  /** Rejects with an AssertionError when the store or the inbox fails the case. */
  run: () => Promise<void>;
  /** The reason from `cannot`, if the case needs such an ability. `run` then checks that the ability is still missing. */
  knownException?: string;
}

/**
 * The conformance suite for the stores of an outbox, with the inbox of the same database: calls that are queued with the caller's
 * transaction or not at all, workers, crashes between any two steps, and refunds that happen once. Run `journalCases` and `inboxCases`
 * too. Allow 60 seconds per case for an engine behind a network.
 *
 * @example
 * for (const { name, run } of outboxCases({ open })) test(name, run);
 */
export function outboxCases(underTest: OutboxUnderTest): OutboxCase[] {
  return [outboxQueueing(), outboxDeferral(), outboxSending(), outboxCrashes()]
    .flat()
    .map((behaviour) => toCase(underTest, behaviour));
}

function toCase(underTest: OutboxUnderTest, behaviour: OutboxBehaviour): OutboxCase {
  const { name, needs, play } = behaviour;
  const lacking = needs?.find((ability) => underTest.cannot?.[ability] !== undefined);
  if (lacking === undefined) {
    const checked: OutboxBehaviour = {
      ...behaviour,
      play: (fixture) => asAssertion(play(fixture)),
    };
    return { name, run: () => withOutbox(underTest, checked) };
  }
  const reason = underTest.cannot?.[lacking] ?? "";
  return {
    name: `known exception (${reason}): ${name}`,
    knownException: reason,
    run: () => withOutbox(underTest, { name, play: async () => undefined }),
  };
}

/** What a call rejects with fails its case. */
async function asAssertion(played: Promise<void>): Promise<void> {
  try {
    await played;
  } catch (error) {
    if (error instanceof AssertionError) throw error;
    const message = `a call rejected: ${String(error)}`;
    throw Object.assign(new AssertionError({ message }), { cause: error });
  }
}
