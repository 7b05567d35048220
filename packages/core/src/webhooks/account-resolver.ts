import { InvalidOptionError } from "../protocol/errors.js";
import { accountProblem, resolveNamespace } from "./account-store.js";
import type { EventOrigin } from "./emitter.js";
import type { Inbox } from "./inbox.js";
import type { AccountSource } from "./options.js";
import { lookupTimeoutMs, withTimeout } from "./with-timeout.js";

/** An account and its namespace, which its keys in the inbox begin with. */
export interface ResolvedAccount {
  account: string;
  namespace: string;
}

/** The error of an account that could not be resolved. */
export interface UnresolvedAccount {
  account: string | undefined;
  error: unknown;
}

/** Resolves the accounts of events. Each account is looked up in the inbox once. */
export interface AccountResolver {
  /** The account if it is already resolved. */
  known(origin: EventOrigin): ResolvedAccount | undefined;
  /** The account of an event. Never throws. */
  find(origin: EventOrigin): Promise<ResolvedAccount | UnresolvedAccount>;
  /**
   * Whether an account, by its current or a former name, belongs to this receiver. If the account depends on the request, every
   * account does.
   */
  isOwn(account: string): Promise<boolean>;
}

/** Creates the resolver of one receiver. */
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
      return own ?? requireName(await callSource(request), "returned by the function");
    }
    const name = await toCurrentName(requireName(given, "of the event"));
    if (own === undefined || own === name) return name;
    throw new InvalidOptionError(
      "account",
      `"${name}" of the event is not this webhook's account, "${own}". Use a separate queue for each account, or set account to a function.`,
    );
  }

  const callSource = async (request: unknown): Promise<unknown> =>
    typeof source === "function"
      ? withTimeout(
          () => source(request as Request),
          timeoutMs,
          `account did not resolve within ${timeoutMs} ms.`,
        )
      : source;

  /** An event from a queue may have a name from before its account was renamed. */
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

/** A missing name must not become the default account, which would mix the changes of two merchants. */
function requireName(name: unknown, source: string): string {
  const problem = accountProblem(name);
  if (problem === undefined) return name as string;
  throw new InvalidOptionError("account", `${source} ${problem}`);
}
