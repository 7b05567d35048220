import type { ContractField, Operation as WireOperation } from "@numipay/core/protocol";
import type { OverriddenContract } from "./overridden-contract.js";
import type { Operation } from "./list-operations.js";
import type { OwnField } from "./own-field.js";
import { type OwnResponse, toOwnResponse } from "./own-response.js";
import { emptyShape, type Field } from "./shape.js";

/** A field of our requests. */
export interface OwnInput extends OwnField {
  readonly in: ContractField["in"];
}

/** An operation of the library, with an override. */
export interface OwnOperation extends Operation {
  readonly id: string;
  readonly envelope: string | null;
  readonly inputs: readonly OwnInput[];
  /** Undefined if the library reads nothing from the response. */
  readonly ownResponse: OwnResponse | undefined;
}

/** Returns a documented operation as the library calls it. */
export function toOwnOperation(
  documented: Operation,
  overridden: OverriddenContract,
): OwnOperation {
  const id = documented.operationId ?? documented.path;
  const wire = overridden.contract.operations[id] as WireOperation;
  const { method, path, envelope, response } = wire;
  const own = overridden.override.operations?.[id]?.response?.fields;
  const fields =
    id === "listTransactions" ? { ...overridden.override.webhook?.fields, ...own } : own;
  const { response: documentedResponse, provenance } = documented;
  return {
    ...documented,
    id,
    method,
    path,
    envelope,
    inputs: [...wire.fields].map(([field, one]) => {
      const input = toOwnInput(field, one, documented);
      const isDay = id === "listTransactions" && (field === "from" || field === "to");
      const { dateFormat: format } = overridden.contract;
      return isDay ? { ...input, shape: { ...input.shape, format } } : input;
    }),
    ownResponse:
      documentedResponse === undefined
        ? undefined
        : toOwnResponse(
            documentedResponse,
            { at: response.at, fields, provenance },
            overridden.contract,
          ),
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

/** Finds the documented field, which has the provenance. */
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
