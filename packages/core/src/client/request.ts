import { operations as documented } from "../protocol/contract.generated.js";
import { type Operation, toOperation } from "../protocol/contract/contract.js";
import { checkOverride } from "../protocol/contract/check-override.js";
import type { OperationOverride } from "../protocol/contract/override.js";
import type {
  WithOverride,
  WithReadOverride,
  OverriddenOperation,
  RequestFields,
  ResponseFields,
} from "../protocol/contract/registered.js";
import { InvalidArgumentError, isInvalidOptionError } from "../protocol/errors.js";
import { nearestWord } from "../protocol/nearest-word.js";
import { readAnyResponse } from "./responses.js";
import type { CallOptions } from "./call-options.js";
import { methodOf } from "./method-of.js";
import { toCall } from "./payments.js";
import { postOnce } from "./post-once.js";
import { send } from "./send.js";
import type { Settings } from "./settings.js";
import { traceCall } from "./trace-call.js";

/** An operation that the library does not define, described in the call. */
export interface OperationDefinition extends OperationOverride {
  /** Used in error messages. Must not be the name of an operation of the library. */
  readonly name: string;
  /** The HTTP method. */
  readonly method: NonNullable<OperationOverride["method"]>;
  /** Appended to the base URL, such as `/refunds/{transaction_id}`. A name in braces is replaced by the field. */
  readonly path: string;
}

type AddedOperation = Exclude<OverriddenOperation, keyof typeof documented>;

/** Calls operations that the library does not define. */
export interface RequestOperation {
  /**
   * Calls an operation of the contract override with the same guarantees as any other call: a request that moves money is sent
   * at most once, redirects are not followed, and errors never contain a secret.
   *
   * @param operation its name in the override
   * @throws InvalidArgumentError when the operation is unknown, or a field is missing or invalid
   * @throws OutcomeUnknownError when it moves money and may or may not have been carried out. The library cannot check the
   *   status of such an operation
   * @example
   * await numipay.request("refund", { transaction_id, amount: "5.00" });
   */
  <Id extends AddedOperation>(
    operation: Id,
    fields: WithOverride<object, RequestFields<Id>>,
    options?: CallOptions,
  ): Promise<WithReadOverride<object, ResponseFields<Id>>>;
  /**
   * Calls an operation that is defined in the call, or one from an override that is not registered with `Register`.
   *
   * @example
   * await numipay.request({ name: "refund", method: "POST", path: "/refunds", movesMoney: true }, { transaction_id });
   */
  (
    operation: OperationDefinition | ([AddedOperation] extends [never] ? string : never),
    fields?: Readonly<Record<string, unknown>>,
    options?: CallOptions,
  ): Promise<unknown>;
}

/** Creates the generic call. */
export function createRequest(settings: Settings): RequestOperation {
  return (async (
    named: string | OperationDefinition,
    fields: object | undefined,
    options?: CallOptions,
  ): Promise<unknown> => {
    const operation = findOperation(settings, named);
    const call = toCall(settings, operation, fields ?? {}, options);
    // The status by tracking_id is the payment's, not this operation's.
    const { tracking_id: _, ...anonymous } = call;
    if (operation.movesMoney) return postOnce(settings, anonymous, readAnyResponse, call);
    return traceCall(settings, call, async (message) =>
      readAnyResponse(operation, await send(settings, { ...call, message })),
    );
  }) as RequestOperation;
}

function findOperation({ contract }: Settings, named: string | OperationDefinition): Operation {
  if (typeof named !== "string") return define(named);
  if (Object.hasOwn(documented, named)) {
    throw new InvalidArgumentError(
      "operation",
      `${named} has its own method. Call ${methodOf(named)}.`,
    );
  }
  const operation = Object.hasOwn(contract.operations, named)
    ? contract.operations[named]
    : undefined;
  if (operation !== undefined) return operation;
  const near = nearestWord(named, Object.keys(contract.operations));
  throw new InvalidArgumentError(
    "operation",
    `${JSON.stringify(named)} is not in the contract. ${
      near === undefined
        ? "Add it to contract.operations, or pass { name, method, path }."
        : `Did you mean ${near}?`
    }`,
  );
}

function define(definition: Partial<OperationDefinition> | undefined): Operation {
  const { name, ...override } = definition ?? {};
  if (typeof name !== "string" || name === "" || Object.hasOwn(documented, name)) {
    throw new InvalidArgumentError(
      "operation",
      'must have its own name, a method and a path, such as { name: "refund", method: "POST", path: "/refunds" }.',
    );
  }
  const contract = { operations: { [name]: override } };
  try {
    checkOverride(contract, "operation");
  } catch (error) {
    if (!isInvalidOptionError(error)) throw error;
    throw new InvalidArgumentError("operation", `is invalid: ${error.message}`);
  }
  return toOperation(name, contract);
}
