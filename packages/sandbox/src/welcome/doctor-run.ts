import { ApiProblem } from "../api/api-problem.js";
import type { PortalContext } from "../portal/portal-page.js";
import type { Account } from "../storage/accounts.js";

/** The verdicts of a run, as `numipay doctor` counts them. */
const verdicts = ["passed", "warned", "failed", "not-checked"] as const;

/** A run of `numipay doctor`: the tested URL and the number of checks by verdict. */
export interface DoctorRun {
  /** Without user, password, query and fragment. */
  readonly url: string;
  readonly totals: Readonly<Record<(typeof verdicts)[number], number>>;
}

/** The last run for an account. */
export interface RecordedDoctorRun extends DoctorRun {
  /** Milliseconds since 1970 on the virtual clock. */
  readonly at: number;
  readonly isPassed: boolean;
  /** Whether another address was tested than the current one. */
  readonly isOutdated: boolean;
}

const maxUrlLength = 2000;

/**
 * Reads the report of a run.
 *
 * @throws ApiProblem 400 that names the field.
 */
export function readDoctorRun(body: Uint8Array): DoctorRun {
  const { url, totals } = toObject(parse(body));
  if (typeof url !== "string" || url.length > maxUrlLength || !URL.canParse(url)) {
    throw new ApiProblem(400, "url must be the tested URL.", "url");
  }
  const counts = toObject(totals);
  return {
    url: toShownUrl(url),
    totals: {
      passed: toCount(counts, "passed"),
      warned: toCount(counts, "warned"),
      failed: toCount(counts, "failed"),
      "not-checked": toCount(counts, "not-checked"),
    },
  };
}

/**
 * Records a run for the accounts with this webhook URL.
 *
 * @throws ApiProblem 422 if no account has it.
 */
export function recordDoctorRun({ store, now }: PortalContext, run: DoctorRun): Account[] {
  const accounts = store.accounts
    .list()
    .filter(({ webhookUrl }) => webhookUrl !== null && toShownUrl(webhookUrl) === run.url);
  if (accounts.length === 0) {
    throw new ApiProblem(
      422,
      `No account of the sandbox has the webhook URL ${run.url}. Set it on the welcome page.`,
      "url",
    );
  }
  const record = { at: now(), detail: JSON.stringify(run) };
  for (const { accountId } of accounts) store.checklist.record(accountId, "doctor", record);
  return accounts;
}

/** Reads the last run for an account. */
export function readRecordedRun(
  { store }: PortalContext,
  { accountId, webhookUrl }: Account,
): RecordedDoctorRun | undefined {
  const record = store.checklist.find(accountId, "doctor");
  if (record === undefined) return undefined;
  // The cast is safe because the row is only written above.
  const run = JSON.parse(record.detail) as DoctorRun;
  const isOutdated = webhookUrl === null || toShownUrl(webhookUrl) !== run.url;
  // A run in which every check was skipped proves nothing.
  const isPassed = !isOutdated && run.totals.failed === 0 && run.totals.passed > 0;
  return { ...run, at: record.at, isPassed, isOutdated };
}

function toShownUrl(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    throw new ApiProblem(400, "The body must be JSON.");
  }
}

function toObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function toCount(counts: Readonly<Record<string, unknown>>, verdict: string): number {
  const count = counts[verdict];
  if (typeof count === "number" && Number.isSafeInteger(count) && count >= 0) return count;
  throw new ApiProblem(400, `totals.${verdict} must be a whole number.`, `totals.${verdict}`);
}
