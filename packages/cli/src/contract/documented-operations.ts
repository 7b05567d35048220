import { loadContract, type Operation, operations } from "@numipay/core/protocol";

/** The documented operations, without an override. */
export const documentedOperations: readonly Operation[] = Object.values(
  loadContract(undefined).operations,
).filter(({ id }) => Object.hasOwn(operations, id));
