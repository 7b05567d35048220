import { notify } from "../protocol/notify.js";
import { trace } from "../protocol/telemetry/trace.js";
import type { Writable } from "../protocol/telemetry/trace-message.js";
import type { RecordedIntent } from "./journal.js";
import type { RecoverMessage } from "./outbox-messages.js";
import { type RecoverOptions, type RecoverSettings, toRecoverSettings } from "./recover-options.js";
import { createRecoverySummary, type Recovery } from "./recovery.js";
import { resolveIntents } from "./resolve-intents.js";
import { storeWithin } from "./store-within.js";

/**
 * Resolves the calls of a journal whose outcome was lost, such as in a crash: what stayed `sending` after its lease, or is `unknown`.
 * Asks the gateway for the status of each. Sends nothing itself; see `resend` for what may be sent again. Safe to run at any time, in
 * several processes at once, and to repeat.
 *
 * Rejects with the store's error when the store is unavailable, with the client's error after 10 failures in a row, and with the
 * reason of `signal`. What was recorded before stays recorded.
 *
 * @throws InvalidOptionError when an option is missing, invalid or unknown
 * @example
 * const { counts } = await recover({ numipay, journal });
 * if (counts.unknown > 0) console.error(`${counts.unknown} calls have an unknown outcome`);
 */
export async function recover(options: RecoverOptions): Promise<Recovery> {
  const settings = await toRecoverSettings(options);
  return trace(
    "numipay.recover.run",
    () => toMessage(settings),
    (message) => run(settings, message),
  );
}

async function run(
  settings: RecoverSettings,
  message: Writable<RecoverMessage> | undefined,
): Promise<Recovery> {
  const { onProgress, signal, dryRun, concurrency } = settings;
  const summary = createRecoverySummary();
  let found = 0;
  for await (const page of toPages(settings)) {
    found += page.length;
    for (let at = 0; at < page.length; at += concurrency) {
      signal.throwIfAborted();
      const decided = await resolveIntents(settings, page.slice(at, at + concurrency));
      for (const { account: _, ...one } of decided) {
        const last = { ...one, account: settings.account };
        summary.add(last);
        if (message !== undefined) {
          Object.assign(message, { done: summary.done, counts: { ...summary.counts } });
        }
        if (onProgress === undefined) continue;
        const { done, counts } = summary;
        notify("onProgress", onProgress, { done, found, counts: { ...counts }, last });
      }
      signal.throwIfAborted();
      summary.throwIfUnavailable();
    }
  }
  const { done, counts, intents } = summary;
  return { done, counts, intents, dryRun };
}

function toMessage({ account, dryRun }: RecoverSettings): Writable<RecoverMessage> {
  return { account, dryRun, done: 0, counts: createRecoverySummary().counts };
}

/** The unresolved intents, a page at a time. */
async function* toPages({
  store,
  namespace,
  timeoutMs,
}: RecoverSettings): AsyncGenerator<RecordedIntent[]> {
  let after: RecordedIntent | undefined;
  for (;;) {
    const page = await storeWithin(timeoutMs, () => store.unresolved(namespace, after));
    if (page.length === 0) return;
    yield page;
    after = page.at(-1);
  }
}
