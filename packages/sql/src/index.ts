export { currentTransaction } from "./inbox/current-transaction.js";
export { TransactionHost } from "./inbox/transaction-host.js";
