import { whyHidden, type ProviderRule, type RuledTransaction } from "../gateway/provider-rules.js";
import type { Type } from "../gateway/transaction-record.js";
import { integer, text, type Row, type Sql } from "./sql.js";

/** A way to pay or to be paid, as the portal lists it under Settings > Providers. */
export interface Provider {
  readonly providerId: string;
  readonly name: string;
  readonly kind: ProviderKind;
  /** One line for the customer. */
  readonly blurb: string;
  readonly takesDeposits: boolean;
  readonly takesPayouts: boolean;
  /** False: the account has switched it off. */
  readonly enabled: boolean;
}

/** What the provider's page asks for: only a card needs a form. */
export type ProviderKind = "bank" | "card" | "wallet";

/** A transaction as far as providers care: whose it is, and what the rules look at. */
export type ServedTransaction = RuledTransaction & { readonly accountId: string };

/** The table of providers. */
export interface ProviderStore {
  /** All of an account's, in order, whether they are switched on or not. */
  all(accountId: string): Provider[];
  /** The providers that the cashier shows for a transaction, in order. */
  listFor(transaction: ServedTransaction): Provider[];
  /** The provider, if it serves the transaction, or in a few words why it does not. */
  find(
    providerId: string,
    transaction: ServedTransaction,
  ): { provider: Provider } | { refusal: string };
  /** False: the account has no such provider. */
  setEnabled(accountId: string, providerId: string, enabled: boolean): boolean;
  /** Gives a new account the three providers of the sandbox. */
  fill(accountId: string): void;
}

/** Opens the table of providers; the rules of an account come from their own. */
export function createProviderStore(
  sql: Sql,
  rules: { listFor(accountId: string): readonly ProviderRule[] },
): ProviderStore {
  const all = (accountId: string): Provider[] =>
    sql
      .all("SELECT * FROM providers WHERE account_id = ? ORDER BY position", [accountId])
      .map(toProvider);

  const refusalOf = (
    provider: Provider,
    transaction: ServedTransaction,
    accountRules: readonly ProviderRule[],
  ): string | undefined => {
    if (!takes(provider, transaction.type)) {
      return `it takes no ${transaction.type === "deposit" ? "deposits" : "payouts"}`;
    }
    if (!provider.enabled) return "it is switched off under Settings > Providers";
    const hidden = whyHidden(provider.providerId, accountRules, transaction);
    return hidden === undefined ? undefined : `the provider rules show it ${hidden}`;
  };

  return {
    all,
    listFor(transaction) {
      const accountRules = rules.listFor(transaction.accountId);
      return all(transaction.accountId).filter(
        (provider) => refusalOf(provider, transaction, accountRules) === undefined,
      );
    },
    find(providerId, transaction) {
      const provider = all(transaction.accountId).find((one) => one.providerId === providerId);
      if (provider === undefined) return { refusal: "there is no such provider" };
      const refusal = refusalOf(provider, transaction, rules.listFor(transaction.accountId));
      return refusal === undefined ? { provider } : { refusal };
    },
    setEnabled(accountId, providerId, enabled) {
      if (!all(accountId).some((provider) => provider.providerId === providerId)) return false;
      sql.run("UPDATE providers SET enabled = ? WHERE account_id = ? AND provider_id = ?", [
        enabled ? 1 : 0,
        accountId,
        providerId,
      ]);
      return true;
    },
    fill: (accountId) =>
      sql.run(
        `INSERT INTO providers
           (account_id, provider_id, position, name, kind, blurb, takes_deposits, takes_payouts, enabled) VALUES
           (?1, 'northbank', 1, 'Northbank Transfer', 'bank', 'Straight from your bank account', 1, 1, 1),
           (?1, 'cardo', 2, 'Cardo', 'card', 'Debit or credit card', 1, 0, 1),
           (?1, 'pursa', 3, 'Pursa Wallet', 'wallet', 'The balance in your wallet', 1, 1, 1)`,
        [accountId],
      ),
  };
}

function takes(provider: Provider, type: Type): boolean {
  return type === "deposit" ? provider.takesDeposits : provider.takesPayouts;
}

function toProvider(row: Row): Provider {
  return {
    providerId: text(row, "provider_id"),
    name: text(row, "name"),
    kind: toKind(text(row, "kind")),
    blurb: text(row, "blurb"),
    takesDeposits: integer(row, "takes_deposits") === 1,
    takesPayouts: integer(row, "takes_payouts") === 1,
    enabled: integer(row, "enabled") === 1,
  };
}

function toKind(kind: string): ProviderKind {
  return kind === "card" || kind === "wallet" ? kind : "bank";
}
