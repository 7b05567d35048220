import { createAccountStore, type AccountStore } from "./account.js";
import { createDeliveryStore, type DeliveryStore } from "./deliveries.js";
import { createProviderStore, type ProviderStore } from "./providers.js";
import { schema } from "./schema.js";
import { openSql, type Sql } from "./sql.js";
import { createTransactionStore, type TransactionStore } from "./transactions.js";
import { createWorkStore, type WorkStore } from "./work.js";

/** All tables of one sandbox. */
export interface Store {
  readonly accounts: AccountStore;
  readonly providers: ProviderStore;
  readonly transactions: TransactionStore;
  readonly work: WorkStore;
  readonly deliveries: DeliveryStore;
  readonly atomically: Sql["atomically"];
  close(): void;
}

/** What a store is opened with; seed and start (milliseconds since 1970) hold for a new one, a file brings its own. */
export interface StoreOptions {
  readonly file: string;
  readonly seed: string | undefined;
  readonly startAt: number;
}

/** Opens the tables, and makes them where there are none. Throws if the file is of another version or seed. */
export function openStore(options: StoreOptions): Store {
  const sql = openSql(options.file);
  try {
    return sql.atomically(() => {
      // One transaction for all the setting up: in a file, each table would otherwise be a write to the disk.
      for (const statement of schema.split(";\n").filter((part) => part.trim() !== "")) {
        sql.run(statement);
      }
      const accounts = createAccountStore(sql, options);
      return {
        accounts,
        providers: createProviderStore(sql),
        transactions: createTransactionStore(sql),
        work: createWorkStore(sql),
        deliveries: createDeliveryStore(sql, accounts.account.seed),
        atomically: (action) => sql.atomically(action),
        close: () => sql.close(),
      };
    });
  } catch (error) {
    sql.close();
    throw error;
  }
}
