import type { Tool } from "../tool/tool.js";
import { advanceClock } from "./advance-clock.js";
import { createPayment } from "./create-payment.js";
import { explainSignature } from "./explain-signature.js";
import { getDelivery } from "./get-delivery.js";
import { getSandbox } from "./get-sandbox.js";
import { listDeliveries } from "./list-deliveries.js";
import { listTransactions } from "./list-transactions.js";
import { runDoctor } from "./run-doctor.js";
import { setTransactionStatus } from "./set-transaction-status.js";

/** All tools of the server. */
export const tools: readonly Tool[] = [
  getSandbox,
  listTransactions,
  listDeliveries,
  getDelivery,
  explainSignature,
  createPayment,
  setTransactionStatus,
  advanceClock,
  runDoctor,
];
