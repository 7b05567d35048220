import {
  type Contract,
  nearestWord,
  type Operation,
  type OperationId,
  operations as documented,
  toPrintable,
} from "@numipay/core/protocol";
import { usageError } from "../failure/command-failure.js";

const commandOf: Record<OperationId, string> = {
  hostedCheckout: "payments hosted",
  direct: "payments direct",
  serverToServer: "payments server-to-server",
  requestPayout: "payouts request",
  approvePayout: "payouts approve",
  rejectPayout: "payouts reject",
  transactionStatus: "transactions status",
  listTransactions: "transactions list",
};

/**
 * Returns an operation that the contract override adds.
 *
 * @throws CommandFailure for an unknown operation, or one that has its own command
 */
export function requireAdded({ operations }: Contract, name: string): Operation {
  if (Object.hasOwn(documented, name)) {
    const command = commandOf[name as OperationId];
    throw usageError(`The operation ${name} has its own command. Use numipay ${command}.`);
  }
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (operation !== undefined) return operation;
  const added = Object.keys(operations).filter((id) => !Object.hasOwn(documented, id));
  const near = nearestWord(name, added);
  const hint =
    added.length === 0
      ? "Describe it under operations in the --contract file."
      : near === undefined
        ? `Use ${added.join(" or ")}.`
        : `Did you mean ${near}?`;
  throw usageError(`The contract has no operation ${JSON.stringify(toPrintable(name))}. ${hint}`);
}
