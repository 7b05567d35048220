import { InvalidOptionError } from "../protocol/errors.js";
import { accountProblem, resolveNamespace } from "./account-store.js";
import type { EventOrigin } from "./emitter.js";
import type { Inbox } from "./inbox.js";
import type { AccountSource } from "./options.js";
import { lookupTimeoutMs, withTimeout } from "./with-timeout.js";

/** An account, and what its keys begin with in the inbox. */
export interface ResolvedAccount {
  account: string;
  namespace: string;
}

/** Why it is not known which account an event belongs to. */
export interface UnresolvedAccount {
  account: string | undefined;
  error: unknown;
}

/** Finds the account of events. Each account is looked up in the inbox once. */
export interface AccountResolver {
  /** The account, where that takes no asking. */
  known(origin: EventOrigin): ResolvedAccount | undefined;
  /** The account of an event. Never throws. */
  find(origin: EventOrigin): Promise<ResolvedAccount | UnresolvedAccount>;
  /** Whether an account, by a name that it has or had, is this receiver's: one that depends on the request may be any. */
  isOwn(account: string): Promise<boolean>;
}

/** The resolver of one receiver. */
export function createAccountResolver<Request, Tx>({
  account: source,
  inbox,
  handlerTimeoutMs,
}: {
  account: AccountSource<Request>;
  inbox: Inbox<Tx>;
  handlerTimeoutMs: number;
}): AccountResolver {
  const found = new Map<string, ResolvedAccount>();
  const own = typeof source === "string" ? source : undefined;
  const timeoutMs = lookupTimeoutMs(handlerTimeoutMs);

  async function nameOf({ account: given, request }: EventOrigin): Promise<string> {
    if (given === undefined || given === own) {
      return own ?? requireName(await askSource(request), "the function's result");
    }
    const name = await toCurrentName(requireName(given, "the event's account"));
    if (own === undefined || own === name) return name;
    throw new InvalidOptionError(
      "account",
      `the event belongs to the account "${name}", and this webhook's handlers to "${own}". Give each account a queue of its own, or set account to a function.`,
    );
  }

  const askSource = async (request: unknown): Promise<unknown> =>
    typeof source === "function"
      ? withTimeout(
          () => source(request as Request),
          timeoutMs,
          `account did not resolve within ${timeoutMs} ms.`,
        )
      : source;

  /** An event that waited in a queue may bring a name from before its account was renamed. */
  async function toCurrentName(given: string): Promise<string> {
    const accounts = await inbox.accounts?.read();
    let name = given;
    for (let next = accounts?.get(name)?.renamedTo; next !== undefined;) {
      name = next;
      next = accounts?.get(name)?.renamedTo;
    }
    return name;
  }

  return {
    known({ account: given = own }) {
      if (given === undefined || (own !== undefined && given !== own)) return undefined;
      return found.get(given);
    },
    async find(origin) {
      const given = origin.account ?? own;
      let account = given;
      try {
        account = await nameOf(origin);
        const resolved = found.get(account) ?? {
          account,
          namespace: await resolveNamespace(inbox.accounts, account),
        };
        found.set(given ?? account, resolved);
        return resolved;
      } catch (error) {
        return { account, error };
      }
    },
    async isOwn(account) {
      return own === undefined || account === own || (await toCurrentName(account)) === own;
    },
  };
}

/** A name that is missing may not become the unnamed account: another merchant's changes would be taken for its own. */
function requireName(name: unknown, what: string): string {
  const problem = accountProblem(name);
  if (problem === undefined) return name as string;
  throw new InvalidOptionError("account", `${what} ${problem}`);
}
