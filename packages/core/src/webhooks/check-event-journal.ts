import { InvalidOptionError } from "../protocol/errors.js";
import type { EventJournal } from "./event-journal.js";

/**
 * Checks the journal of a webhook. An event of one account must not find the call of another one.
 *
 * @throws InvalidOptionError when it is not a journal, or has another account
 */
export function checkEventJournal(journal: EventJournal | undefined, account: unknown): void {
  if (journal === undefined) return;
  if (typeof journal?.findEntry !== "function") {
    throw new InvalidOptionError("journal", "must be a journal, such as pgJournal({ pool }).");
  }
  // A function is called for each delivery.
  if (typeof account !== "string" || journal.account === account) return;
  throw new InvalidOptionError(
    "journal",
    `has the account "${journal.account}", but the webhook has "${account}". Pass both the same account. ${afterRenaming(journal)}`,
  );
}

/** Without its namespace, a renamed journal would have no records, and an earlier call would be sent again. */
export function afterRenaming({ account, namespace = account }: RenamedJournal): string {
  return `If you renamed the account, also set the journal's namespace to "${namespace}", so that its records are found.`;
}

interface RenamedJournal {
  account: string;
  namespace?: string | undefined;
}
