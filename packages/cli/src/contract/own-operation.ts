import type { ContractField, Operation as WireOperation } from "@numipay/core/protocol";
import type { BentContract } from "./bent-contract.js";
import type { Operation } from "./list-operations.js";
import type { OwnField } from "./own-field.js";
import { type OwnAnswer, toOwnAnswer } from "./own-answer.js";
import { emptyShape, type Field } from "./shape.js";

/** A field of a request of ours. */
export interface OwnInput extends OwnField {
  readonly in: ContractField["in"];
}

/** An operation that the library knows, with the differences of an override. */
export interface OwnOperation extends Operation {
  readonly id: string;
  readonly envelope: string | null;
  readonly inputs: readonly OwnInput[];
  /** Undefined: nothing is read of it. */
  readonly ownAnswer: OwnAnswer | undefined;
}

/** An operation of our contract as the library calls it. */
export function toOwnOperation(documented: Operation, bent: BentContract): OwnOperation {
  const id = documented.operationId ?? documented.path;
  const wire = bent.contract.operations[id] as WireOperation;
  const { method, path, envelope, response } = wire;
  const own = bent.override.operations?.[id]?.response?.fields;
  const fields = id === "listTransactions" ? { ...bent.override.webhook?.fields, ...own } : own;
  const { answer, provenance } = documented;
  return {
    ...documented,
    id,
    method,
    path,
    envelope,
    inputs: [...wire.fields].map(([field, one]) => {
      const input = toOwnInput(field, one, documented);
      const isDay = id === "listTransactions" && (field === "from" || field === "to");
      const { dateFormat: format } = bent.contract;
      return isDay ? { ...input, shape: { ...input.shape, format } } : input;
    }),
    ownAnswer:
      answer === undefined
        ? undefined
        : toOwnAnswer(answer, { at: response.at, fields, provenance }, bent.contract),
    isRedirect: response.isRedirect,
  };
}

function toOwnInput(field: string, one: ContractField, documented: Operation): OwnInput {
  const known = findDocumented(field, documented);
  const { name, isRequired, type, minLength, maxLength, pattern } = one;
  return {
    field,
    name: one.in === "path" ? field : name,
    in: one.in,
    isRequired,
    provenance: known?.provenance ?? documented.provenance,
    shape: {
      ...emptyShape,
      type: type === "any" ? undefined : type,
      pattern: pattern?.source,
      minLength: minLength === 0 ? undefined : minLength,
      maxLength: maxLength === Infinity ? undefined : maxLength,
    },
  };
}

/** Where our contract says how sure we are of a field. */
function findDocumented(
  field: string,
  { parameters, request }: Operation,
): Pick<Field, "provenance"> | undefined {
  const envelope = request?.fields.get("request")?.shape;
  return (
    parameters.find(({ name }) => name === field) ??
    envelope?.fields.get(field) ??
    request?.fields.get(field)
  );
}
