export { currentTransaction } from "./inbox/current-transaction.js";
