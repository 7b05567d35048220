import { loadContract, type Operation, operations } from "@numipay/core/protocol";

/** The operations that the library knows, as it calls them without an override. */
export const documentedOperations: readonly Operation[] = Object.values(
  loadContract(undefined).operations,
).filter(({ id }) => Object.hasOwn(operations, id));
