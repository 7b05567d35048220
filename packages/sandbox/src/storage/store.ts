import type { CurrencyRule } from "../gateway/currency-rule.js";
import { createChecklistStore, type ChecklistStore } from "./checklist.js";
import { createChaosStore, type ChaosStore } from "./chaos-store.js";
import { createAccountStore, type AccountStore } from "./accounts.js";
import { createCredentialStore, type CredentialStore } from "./credentials.js";
import { createDailyTotalsStore, type DailyTotalsStore } from "./daily-totals.js";
import { createDeliveryStore, type DeliveryStore } from "./deliveries.js";
import { openAccount } from "./open-account.js";
import { createProviderRuleStore, type ProviderRuleStore } from "./provider-rules.js";
import { createProviderStore, type ProviderStore } from "./providers.js";
import { openDatabase, type OpenDatabase } from "./open-database.js";
import { applicationId } from "./sandbox-file.js";
import { createSandboxState, refuseOtherVersions, type SandboxState } from "./sandbox-state.js";
import { schema, transactionIndexes } from "./schema.js";
import { seedTransactions, type SeedSetting } from "./seed-transactions.js";
import type { Sql } from "./sql.js";
import { statementsOf } from "./statements-of.js";
import { createTimelineStore, type TimelineStore } from "./timeline.js";
import { createTransactionKindStore } from "./transaction-kinds.js";
import { createTransactionSearch } from "./transaction-search.js";
import { createTransactionStore, type TransactionStore } from "./transactions.js";
import { createWorkStore, type WorkStore } from "./work.js";

/** The tables of one sandbox. */
export interface Store {
  readonly state: SandboxState;
  readonly accounts: AccountStore;
  readonly credentials: CredentialStore;
  readonly providers: ProviderStore;
  readonly providerRules: ProviderRuleStore;
  readonly transactions: TransactionStore;
  /** One page of an account's transactions, newest first. Its cost does not grow with the table. */
  readonly searchTransactions: ReturnType<typeof createTransactionSearch>;
  readonly timeline: TimelineStore;
  readonly dailyTotals: DailyTotalsStore;
  readonly work: WorkStore;
  readonly deliveries: DeliveryStore;
  readonly chaos: ChaosStore;
  readonly checklist: ChecklistStore;
  /** Inserts seeded history atomically. */
  seedHistory(setting: SeedSetting): void;
  readonly atomically: Sql["atomically"];
  readonly writes: Sql["writes"];
  close(): void;
}

/** The options of a store. `seed` and `startAt` (milliseconds since 1970) apply to a new one. */
export interface StoreOptions {
  readonly file: string;
  readonly seed: string | undefined;
  readonly startAt: number;
  /** Whether the ids of seeded history are numeric. */
  readonly numericIds?: boolean;
  /** Defaults to the documented format. */
  readonly currency?: CurrencyRule;
}

/**
 * Opens the tables, and creates them in a new file. Throws an Error for a file of another version or seed, and for one that
 * cannot be opened.
 */
export function openStore(options: StoreOptions): Store {
  const database = openDatabase(options.file);
  const { sql } = database;
  try {
    // One database transaction for the setup, because each table would otherwise be a separate write to disk.
    return sql.atomically(() => {
      if (database.isNew) createTables(sql);
      else refuseOtherVersions(sql, options.file);
      const store = createStore(database, createSandboxState(sql, options), options);
      if (store.accounts.list().length === 0) {
        openAccount(store, {
          merchantName: "Demo Merchant",
          webhookUrl: null,
          now: options.startAt,
        });
      }
      return store;
    });
  } catch (error) {
    database.discard();
    throw error;
  }
}

function createTables(sql: Sql): void {
  sql.run(`PRAGMA application_id = ${applicationId}`);
  for (const statement of statementsOf(schema + transactionIndexes)) sql.run(statement);
}

function createStore(
  database: OpenDatabase,
  state: SandboxState,
  { numericIds = false, currency }: StoreOptions,
): Store {
  const { sql } = database;
  const { seed } = state;
  const providerRules = createProviderRuleStore(sql, seed, currency);
  const kinds = createTransactionKindStore(sql);
  return {
    state,
    accounts: createAccountStore(sql, seed),
    credentials: createCredentialStore(sql, seed),
    providers: createProviderStore(sql, providerRules),
    providerRules,
    transactions: createTransactionStore(sql, kinds),
    searchTransactions: createTransactionSearch(sql, kinds),
    timeline: createTimelineStore(sql),
    dailyTotals: createDailyTotalsStore(sql),
    work: createWorkStore(sql),
    deliveries: createDeliveryStore(sql, seed),
    chaos: createChaosStore(sql),
    checklist: createChecklistStore(sql),
    seedHistory: (setting) =>
      sql.atomically(() => seedTransactions(sql, { ...setting, numericIds })),
    atomically: (action) => sql.atomically(action),
    writes: () => sql.writes(),
    close: () => database.close(),
  };
}
