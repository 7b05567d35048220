import { isNumipayError } from "../protocol/errors.js";
import { askStatus } from "./ask-status.js";
import { findListed, toListedDays } from "./find-listed.js";
import { isProof } from "./is-proof.js";
import { type FoundTransaction, isProvenBy } from "./is-proven-by.js";
import type {
  IntentClaim,
  IntentLease,
  IntentProblem,
  IntentResult,
  RecordedIntent,
} from "./journal.js";
import type { RecoverSettings } from "./recover-options.js";
import type { RecoveredIntent } from "./recovery.js";
import { resendObstacle } from "./resend-obstacle.js";
import { storeWithin } from "./store-within.js";

/** Recorded within this time after the last request. */
const leaseMarginMs = 10_000;

/** An intent that this run holds. */
interface Held {
  recorded: RecordedIntent;
  /** Undefined in a dry run, which claims nothing. */
  lease: IntentLease | undefined;
}

type Decided = Omit<
  RecoveredIntent,
  "account" | "slot" | "tracking_id" | "operation" | "recordedAt"
>;

/**
 * Decides about a few intents. They are claimed before anything is asked, so that what the gateway does not have cannot be sent
 * meanwhile, and the list is read once for all of them.
 *
 * @throws the store's error when it is unavailable
 */
export async function resolveIntents(
  settings: RecoverSettings,
  intents: readonly RecordedIntent[],
): Promise<RecoveredIntent[]> {
  const windows = settings.resend === "never" ? [] : toListedDays(intents, settings.now());
  const leaseMs = settings.timeoutMs * (1 + windows.length) + leaseMarginMs;
  const asked = await allOf(intents, (intent) => claimAndAsk(settings, intent, leaseMs));
  const absent = asked.flatMap((one) => ("absent" in one ? [one.absent] : []));
  const decide = await readList(settings, absent);
  return allOf(asked, async (one) =>
    "absent" in one ? record(settings, one.absent, decide(one.absent.recorded)) : one,
  );
}

/** Claims the intent and asks for its status. Returns it as absent if only the list can decide. */
async function claimAndAsk(
  settings: RecoverSettings,
  intent: RecordedIntent,
  leaseMs: number,
): Promise<RecoveredIntent | { absent: Held }> {
  const held = await claim(settings, intent, leaseMs);
  if ("skipped" in held) return toRecovered(intent, { decision: "skipped", reason: held.skipped });
  const { recorded } = held;
  const { status, error } = await askStatus(settings, recorded.tracking_id);
  if (status.state === "not-found") {
    const obstacle = resendObstacle(settings, recorded);
    if (obstacle === undefined) return { absent: held };
    return record(settings, held, { decision: "unknown", reason: obstacle });
  }
  if (status.state === "not-known") {
    return record(settings, held, { decision: "failed", reason: status.why, error });
  }
  const { transaction_status } = status;
  if (isProof(recorded.slot, status)) {
    return record(settings, held, { decision: "confirmed", transaction_status });
  }
  const reason = "the payout exists, and its status does not show whether the decision arrived";
  return record(settings, held, { decision: "unknown", transaction_status, reason });
}

async function claim(
  { store, dryRun, timeoutMs }: RecoverSettings,
  intent: RecordedIntent,
  leaseMs: number,
): Promise<Held | { skipped: string }> {
  if (dryRun) return { recorded: intent, lease: undefined };
  const claimed = await storeWithin(timeoutMs, () => store.claim(intent, leaseMs));
  if (claimed.state === "unclear") return claimed;
  if (claimed.state === "new") await giveBack({ store, timeoutMs }, intent, claimed);
  return {
    skipped: claimed.state === "in-progress" ? "another process holds it" : "it was resolved",
  };
}

/** Another process refused or queued the intent a moment ago. This one sends nothing. */
async function giveBack(
  { store, timeoutMs }: Pick<RecoverSettings, "store" | "timeoutMs">,
  intent: RecordedIntent,
  { lease, recorded }: IntentClaim & { state: "new" },
): Promise<void> {
  const state = recorded === undefined ? "refused" : "queued";
  await storeWithin(timeoutMs, () => store.complete(intent, lease, { state }));
}

/** Reads the list once, and returns the decision about each intent that has no status. */
async function readList(
  settings: RecoverSettings,
  absent: readonly Held[],
): Promise<(recorded: RecordedIntent) => Decided> {
  const intents = absent.map(({ recorded }) => recorded);
  try {
    const found = await findListed(settings, intents);
    if (found === undefined) return () => ({ decision: "unknown", reason: unreadableList });
    return (recorded) => decideByList(recorded, found.get(recorded.tracking_id) ?? []);
  } catch (error) {
    const reason = isNumipayError(error) ? error.message : "the list could not be read";
    return () => ({ decision: "failed", reason, error });
  }
}

const unreadableList =
  "the gateway's list has an item without a tracking_id, so it cannot show that the transaction does not exist";

/** What follows if the status is a 404 and nothing else prevents sending the intent again. */
function decideByList(recorded: RecordedIntent, listed: readonly FoundTransaction[]): Decided {
  const proof = listed.find((transaction) => isProvenBy(recorded, transaction));
  if (proof !== undefined) return { decision: "confirmed", transaction_status: proof.status };
  if (listed.length > 0) {
    return { decision: "unknown", reason: "a transaction of another type has this tracking_id" };
  }
  return { decision: recorded.request === undefined ? "released" : "queued" };
}

const released: IntentProblem = {
  code: "not_found",
  message:
    "The gateway did not have the transaction after the grace period, so it may be sent again.",
};

function toResult({ decision }: Decided): IntentResult {
  if (decision === "released") return { state: "refused", response: JSON.stringify(released) };
  if (decision === "confirmed" || decision === "queued") return { state: decision };
  return { state: "unknown" };
}

async function record(
  { store, timeoutMs }: RecoverSettings,
  { recorded, lease }: Held,
  decided: Decided,
): Promise<RecoveredIntent> {
  const isRecorded =
    lease === undefined ||
    (await storeWithin(timeoutMs, () => store.complete(recorded, lease, toResult(decided))));
  if (isRecorded) return toRecovered(recorded, decided);
  return toRecovered(recorded, { decision: "skipped", reason: "another process has claimed it" });
}

function toRecovered(
  { account, slot, tracking_id, operation, recordedAt }: RecordedIntent,
  decided: Decided,
): RecoveredIntent {
  return { account, slot, tracking_id, operation, recordedAt, ...decided };
}

/** Like `Promise.all`, but waits for all of them before it rejects, so that none continues after the run has ended. */
async function allOf<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const settled = await Promise.allSettled(items.map(work));
  return settled.map((one) => {
    if (one.status === "rejected") throw one.reason;
    return one.value;
  });
}
