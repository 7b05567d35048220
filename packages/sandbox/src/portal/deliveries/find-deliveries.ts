import type { Mode } from "../../gateway/transaction-record.js";
import type { Delivery, DeliveryQuery } from "../../storage/deliveries.js";
import type { Portal } from "../portal-page.js";

const rowsPerPage = 50;

/** The deliveries to check for one page if only one mode is wanted, so that rare matches cost no more time. */
const maxScan = 500;

/** One page of deliveries, newest first. It may be short, and still have a next one. */
interface DeliveryPage {
  readonly rows: readonly Delivery[];
  /** Where the next page continues, or undefined at the end. */
  readonly next: number | undefined;
}

/** Finds the deliveries of an account, and those of test or live transactions only. */
export function findDeliveries(
  { store }: Portal,
  query: Omit<DeliveryQuery, "limit"> & { readonly mode: Mode | undefined },
): DeliveryPage {
  const { mode, ...asked } = query;
  const limit = mode === undefined ? rowsPerPage + 1 : maxScan;
  const listed = store.deliveries.list({ ...asked, limit });
  const isWanted = ({ transactionId }: Delivery): boolean =>
    mode === undefined || store.transactions.byId(transactionId)?.mode === mode;
  const wanted = listed.filter(isWanted);
  const rows = wanted.slice(0, rowsPerPage);
  if (wanted.length > rowsPerPage) return { rows, next: rows.at(-1)?.number };
  return { rows, next: listed.length === limit ? listed.at(-1)?.number : undefined };
}
