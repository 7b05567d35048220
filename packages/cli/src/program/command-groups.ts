import type { CommandDefinition } from "../command/command.js";
import { completionCommand } from "../commands/completion.js";
import { contractCommand } from "../commands/contract.js";
import { doctorCommand } from "../commands/doctor.js";
import { forwardCommand } from "../commands/forward.js";
import { ledgerCommand } from "../commands/ledger.js";
import { paymentsCommand } from "../commands/payments.js";
import { payoutsCommand } from "../commands/payouts.js";
import { reconcileCommand } from "../commands/reconcile.js";
import { recoverCommand } from "../commands/recover.js";
import { requestCommand } from "../commands/request.js";
import { sandboxCommand } from "../commands/sandbox.js";
import { signCommand } from "../commands/sign.js";
import { transactionsCommand } from "../commands/transactions.js";
import { triggerCommand } from "../commands/trigger.js";
import { verifyCommand } from "../commands/verify.js";

/** Every command, in the order and groups of the overview. */
export const commandGroups: readonly {
  readonly heading: string;
  readonly commands: readonly CommandDefinition[];
}[] = [
  { heading: "Local gateway:", commands: [sandboxCommand, forwardCommand] },
  {
    heading: "Test your endpoint:",
    commands: [triggerCommand, doctorCommand, signCommand, verifyCommand],
  },
  { heading: "Payments:", commands: [paymentsCommand, payoutsCommand, requestCommand] },
  {
    heading: "Money and ledger:",
    commands: [transactionsCommand, reconcileCommand, recoverCommand, ledgerCommand],
  },
  { heading: "Tools:", commands: [contractCommand, completionCommand] },
];
