import { ok, strictEqual } from "node:assert/strict";
import type { Change, Claim, Inbox, Lease } from "@numipay/core";
import { toFixtureChange } from "./inbox-fixture.js";

/** The expected state of one transaction. */
interface ModelTransaction {
  records: Map<string, Change>;
  /** The recorded final statuses, oldest first. */
  finals: Change[];
  held: { change: Change; lease: Lease<unknown>; by: Inbox<unknown> } | undefined;
}

const statuses = ["pending", "successful", "rejected", "reviewing"];

/**
 * Runs random claims (up to four at once), completions and releases of two transactions, and compares each result with a
 * model of the rules.
 */
export async function playInterleaving(
  inboxes: readonly Inbox<unknown>[],
  seed: number,
  { scope, takesTurns }: { scope: string; takesTurns: boolean },
): Promise<void> {
  const random = createRandom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const model = new Map<string, ModelTransaction>();
  const steps: string[] = [];
  const toModel = (key: string): ModelTransaction => {
    const known = model.get(key) ?? { records: new Map(), finals: [], held: undefined };
    model.set(key, known);
    return known;
  };
  let highestToken = 0;
  const trace = (): string => `seed ${seed}: ${steps.join("; ")}`;

  async function claimAtOnce(transaction: string): Promise<void> {
    // Otherwise these claims would wait forever for the other transaction's lease.
    if (takesTurns) await endHeld(toModel(transaction === "a" ? "b" : "a"));
    const changes = Array.from({ length: 1 + Math.floor(random() * 4) }, () =>
      toFixtureChange(scope, {
        transaction,
        status: pick(statuses),
        amount: random() < 0.9 ? "200.00" : "1.00",
        isHandled: random() < 0.7,
      }),
    );
    const by = changes.map(() => pick(inboxes));
    const claims = await Promise.all(changes.map((one, i) => (by[i] as Inbox<unknown>).claim(one)));
    changes.forEach((one, i) => steps.push(`claim ${describe(one)}: ${claims[i]?.state}`));
    const known = toModel(transaction);
    const allowed = changes.map((one) => statesOf(known, one, changes.length > 1, takesTurns));
    claims.forEach(({ state }, i) =>
      ok(allowed[i]?.includes(state), `${trace()}, not ${String(allowed[i])}`),
    );
    const winners = claims.flatMap((claim, i) => (claim.state === "new" ? [{ claim, i }] : []));
    // A stale claim may hold the transaction while it is checked, so that no other claim is granted.
    const mustWin = allowed.some((states) => states.includes("new"));
    const mayLose = allowed.some((states) => states.includes("stale"));
    ok(winners.length === 1 || (winners.length === 0 && (!mustWin || mayLose)), trace());
    for (const { claim, i } of winners) {
      const { lease } = claim;
      const won = changes[i] as Change;
      ok(
        lease.fencingToken > highestToken,
        `${trace()}: fencing token ${lease.fencingToken} after ${highestToken}`,
      );
      highestToken = lease.fencingToken;
      strictEqual(
        lease.contradicts,
        won.rank === 1 ? appliedBefore(known, won) : undefined,
        trace(),
      );
      known.held = { change: won, lease, by: by[i] as Inbox<unknown> };
    }
  }

  async function endHeld(known: ModelTransaction): Promise<void> {
    const { held } = known;
    if (held === undefined) return;
    known.held = undefined;
    if (random() < 0.3) {
      steps.push(`release ${describe(held.change)}`);
      await held.by.release(held.change, held.lease);
      return;
    }
    steps.push(`complete ${describe(held.change)}`);
    strictEqual(await held.by.complete(held.change, held.lease), true, trace());
    known.records.set(held.change.status, held.change);
    if (held.change.rank !== 1) return;
    known.finals = known.finals.filter(({ status }) => status !== held.change.status);
    known.finals.push(held.change);
  }

  for (let step = 0; step < 10; step += 1) {
    const transaction = pick(["a", "b"]);
    if (random() < 0.5) await claimAtOnce(transaction);
    else await endHeld(toModel(transaction));
  }
  for (const known of model.values()) await endHeld(known);
}

function statesOf(
  known: ModelTransaction,
  change: Change,
  isOneOfSeveral: boolean,
  takesTurns: boolean,
): Claim<unknown>["state"][] {
  const record = known.records.get(change.status);
  const isSame = record?.content === change.content;
  if (isSame && (record.isHandled || !change.isHandled)) return ["duplicate"];
  if (record !== undefined && !isSame) {
    // Noting the conflict needs the turn. If another claim has it, the conflict is found at the next delivery.
    return takesTurns && (known.held !== undefined || isOneOfSeveral)
      ? ["conflict", "in-progress"]
      : ["conflict"];
  }
  if (known.held !== undefined) return ["in-progress"];
  const outcome = change.rank === 0 && known.finals.length > 0 ? "stale" : "new";
  return isOneOfSeveral ? [outcome, "in-progress"] : [outcome];
}

function appliedBefore({ finals }: ModelTransaction, change: Change): string | undefined {
  return finals.findLast(({ isHandled, status }) => isHandled && status !== change.status)?.status;
}

function describe({ content, isHandled }: Change): string {
  return isHandled ? content : `${content} without a handler`;
}

/** A seeded random number generator for [0, 1): mulberry32. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
