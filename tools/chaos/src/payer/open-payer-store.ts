import type { PayerStore } from "./payer-store.js";
import type { PayerEngineName, PayerSettings } from "./settings.js";

type OpenPayerStore = (settings: PayerSettings) => Promise<PayerStore>;

// Each imports its own database library: a run starts hundreds of payers.
const stores: Record<PayerEngineName, OpenPayerStore> = {
  postgres: async (settings) =>
    await (await import("./open-postgres-payer.js")).openPostgresPayer(settings),
  mysql: async (settings) => await (await import("./open-mysql-payer.js")).openMysqlPayer(settings),
  sqlite: async (settings) =>
    await (await import("./open-sqlite-payer.js")).openSqlitePayer(settings),
  redis: async (settings) => await (await import("./open-redis-payer.js")).openRedisPayer(settings),
  none: async () => ({ journal: undefined, close: async () => undefined }),
};

/** Opens the database of a payer, with the tables it needs. */
export async function openPayerStore(settings: PayerSettings): Promise<PayerStore> {
  const open = stores[settings.engine];
  if (open === undefined) throw new Error(`Unknown engine: ${settings.engine}`);
  return await open(settings);
}
