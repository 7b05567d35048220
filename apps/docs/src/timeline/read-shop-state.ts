import type { PGlite } from "@electric-sql/pglite";
import type { SandboxTransaction } from "@numipay/sandbox";
import { pgliteInbox, pgliteJournal } from "@numipay/sql/pglite";
import type { ShopState } from "./recording.js";
import { readWallet } from "./wallet.js";

export type StoredState = Omit<ShopState, "isRunning" | "log">;

/** Reads the database of the shop, which may be stopped: wallet, ledger, and the records of inbox and outbox. */
export async function readShopState(
  db: PGlite,
  transactions: readonly SandboxTransaction[],
): Promise<StoredState> {
  const wallet = await readWallet(db);
  const inbox = pgliteInbox({ db });
  const histories = await Promise.all(
    transactions.map(async ({ transaction_type, transaction_id }) =>
      (await inbox.history({ transaction_type, transaction_id })).map(
        ({ status }) => `${transaction_type}.${status}`,
      ),
    ),
  );
  const { store, account } = pgliteJournal({ db });
  const intents = await Promise.all(
    wallet.payments.map(({ tracking_id }) =>
      store.read({ account, slot: "transaction", tracking_id }),
    ),
  );
  return {
    ...wallet,
    recorded: histories.flat(),
    outbox: intents
      .filter((intent) => intent !== undefined)
      .map(({ tracking_id, state }) => ({ tracking_id, state })),
  };
}
