import {
  type Contract,
  nearestWord,
  type Operation,
  type OperationId,
  operations as documented,
  toPrintable,
} from "@numipay/core/protocol";
import { usageFault } from "../failure/command-failure.js";

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
 * The operation that the contract override adds under a name.
 *
 * @throws CommandFailure for one that it does not have, or that has a command of its own
 */
export function requireAdded({ operations }: Contract, name: string): Operation {
  if (Object.hasOwn(documented, name)) {
    const command = commandOf[name as OperationId];
    throw usageFault(`${name} has a command of its own: numipay ${command}.`);
  }
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (operation !== undefined) return operation;
  const added = Object.keys(operations).filter((id) => !Object.hasOwn(documented, id));
  const near = nearestWord(name, added);
  const hint =
    added.length === 0
      ? "Describe it under operations in the file of --contract."
      : near === undefined
        ? `There are ${added.join(", ")}.`
        : `Did you mean ${near}?`;
  throw usageFault(`The contract has no operation ${JSON.stringify(toPrintable(name))}. ${hint}`);
}
