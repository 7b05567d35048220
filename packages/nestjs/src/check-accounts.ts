import { InvalidOptionError } from "@numipay/core";
import type { Account } from "./account.js";
import type { FoundHandler } from "./handler-table.js";
import { isIntentMark } from "./handler-marks.js";

/**
 * Checks that the accounts of a handler exist and have what calls it.
 *
 * @throws InvalidOptionError when the handler would never be called
 */
export function checkAccounts(handler: FoundHandler, accounts: readonly Account[]): void {
  for (const mark of handler.marks) {
    const account = accounts.find(({ name }) => name === mark.account);
    if (account === undefined) rejectAccount(handler, mark.account, accounts);
    if (isIntentMark(mark)) checkOutbox(handler, account);
  }
}

function checkOutbox(handler: FoundHandler, { name, outbox, intentHandlers }: Account): void {
  const { label, wrapper, method } = handler;
  if (outbox === undefined) {
    throw new InvalidOptionError(
      "outbox",
      `of account "${name}" is missing, but ${label} handles its calls. Pass NumipayModule the option outbox.`,
    );
  }
  const isKnown = intentHandlers?.some((one) => one.wrapper === wrapper && one.method === method);
  // Calls that ended before would never be reported to it.
  if (isKnown === false) {
    throw new InvalidOptionError(
      "handler",
      `${label} handles calls of the outbox, but its module was loaded after startup. Import the module instead of loading it lazily.`,
    );
  }
}

function rejectAccount(
  { label }: FoundHandler,
  account: string,
  accounts: readonly Account[],
): never {
  const names = accounts.map(({ name }) => name).join(", ");
  throw new InvalidOptionError(
    "account",
    `"${account}" of ${label} is not created by any NumipayModule. Use one of: ${names}.`,
  );
}
