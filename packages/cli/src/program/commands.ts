import type { CommandDefinition } from "../command/command.js";
import { doctorCommand } from "../commands/doctor.js";
import { contractCommand } from "../commands/contract.js";
import { forwardCommand } from "../commands/forward.js";
import { ledgerCommand } from "../commands/ledger.js";
import { paymentsCommand } from "../commands/payments.js";
import { payoutsCommand } from "../commands/payouts.js";
import { reconcileCommand } from "../commands/reconcile.js";
import { requestCommand } from "../commands/request.js";
import { sandboxCommand } from "../commands/sandbox.js";
import { signCommand } from "../commands/sign.js";
import { transactionsCommand } from "../commands/transactions.js";
import { triggerCommand } from "../commands/trigger.js";
import { verifyCommand } from "../commands/verify.js";

/** Every command, in the order of the overview. */
export const commands: readonly CommandDefinition[] = [
  sandboxCommand,
  triggerCommand,
  doctorCommand,
  forwardCommand,
  signCommand,
  verifyCommand,
  paymentsCommand,
  payoutsCommand,
  transactionsCommand,
  requestCommand,
  reconcileCommand,
  ledgerCommand,
  contractCommand,
];
