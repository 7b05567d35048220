import type { Type } from "../gateway/transaction-record.js";
import { text, type Row, type Sql } from "./sql.js";

/** A way to pay or to be paid, as the portal lists it under Settings > Providers. */
export interface Provider {
  readonly providerId: string;
  readonly name: string;
  readonly kind: ProviderKind;
  /** One line for the customer. */
  readonly blurb: string;
}

/** What the provider's page asks for: only a card needs a form. */
export type ProviderKind = "bank" | "card" | "wallet";

/** The table of providers. */
export interface ProviderStore {
  /** The providers that the cashier shows for a type of transaction, in order. */
  listFor(type: Type): Provider[];
  find(providerId: string, type: Type): Provider | undefined;
}

/** Opens the table of providers, and fills it if it is empty. */
export function createProviderStore(sql: Sql): ProviderStore {
  sql.run(`INSERT OR IGNORE INTO providers
    (provider_id, position, name, kind, blurb, takes_deposits, takes_payouts) VALUES
    ('northbank', 1, 'Northbank Transfer', 'bank', 'Straight from your bank account', 1, 1),
    ('cardo', 2, 'Cardo', 'card', 'Debit or credit card', 1, 0),
    ('pursa', 3, 'Pursa Wallet', 'wallet', 'The balance in your wallet', 1, 1)`);
  return {
    listFor: (type) =>
      sql.all(`SELECT * FROM providers WHERE ${taking(type)} ORDER BY position`).map(toProvider),
    find(providerId, type) {
      const row = sql.first(`SELECT * FROM providers WHERE provider_id = ? AND ${taking(type)}`, [
        providerId,
      ]);
      return row === undefined ? undefined : toProvider(row);
    },
  };
}

/** The condition for a type; a column cannot be a bound value. */
function taking(type: Type): string {
  return type === "deposit" ? "takes_deposits = 1" : "takes_payouts = 1";
}

function toProvider(row: Row): Provider {
  return {
    providerId: text(row, "provider_id"),
    name: text(row, "name"),
    kind: toKind(text(row, "kind")),
    blurb: text(row, "blurb"),
  };
}

function toKind(kind: string): ProviderKind {
  return kind === "card" || kind === "wallet" ? kind : "bank";
}
