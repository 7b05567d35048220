import type {
  FieldOverride,
  HttpMethod,
  OperationOverride,
  ReadFieldOverride,
} from "@numipay/core";
import { operations as documented } from "@numipay/core/protocol";
import type { ComparisonContext } from "./compare-request.js";
import { type Difference, toDifference } from "./difference.js";
import type { Operation } from "./list-operations.js";
import { atOperation } from "./override-parts.js";
import { type TheirInput, toAddedField, toTheirRequest } from "./their-inputs.js";
import { toRegExp } from "./to-reg-exp.js";
import { typeOf } from "./wire-type.js";

const methods: readonly string[] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/** Creates the difference of an operation that the library does not have, with the override for `numipay.request`. */
export function toAddedOperation(theirs: Operation, context: ComparisonContext): Difference {
  const { method, path, operationId } = theirs;
  const relative = theirs.fullPath.slice(context.basePath.length);
  const { inputs, envelope } = toTheirRequest(theirs, undefined, context.keyHeaders);
  const isSendable = ({ in: place, isRequired }: TheirInput): boolean =>
    ["path", "query", "body"].includes(place) || isRequired !== true;
  const isWritable =
    methods.includes(method) &&
    theirs.fullPath.startsWith(context.basePath) &&
    theirs.otherBody.length === 0 &&
    inputs.every(isSendable);
  const override: OperationOverride = {
    method: method as HttpMethod,
    path: relative,
    ...(envelope === undefined || envelope === null ? {} : { envelope }),
    ...toFields(inputs),
    ...toResponse(theirs),
  };
  return toDifference({
    kind: "operation-unknown",
    operation: operationId ?? `${method} ${path}`,
    ours: null,
    theirs: `${method} ${path}`,
    isBreaking: false,
    override: isWritable ? atOperation(nameOf(theirs), override) : null,
    remedy: isWritable
      ? `Add it as contract.operations.${nameOf(theirs)} (--write does this) and call numipay.request("${nameOf(theirs)}"). ` +
        "If it is a known operation with another name, use --map."
      : "No override can express it, because it requires a header, method or media type that the client does not send.",
  });
}

/** Returns the operationId, or a name created from the method and path. */
function nameOf({ method, path, operationId }: Operation): string {
  const isFree = (name: string): boolean =>
    /^[A-Za-z][\w-]*$/.test(name) && !Object.hasOwn(documented, name);
  if (operationId !== undefined && isFree(operationId)) return operationId;
  const words = path.split(/[^A-Za-z0-9]+/).filter(Boolean);
  return (
    method.toLowerCase() + words.map((word) => word[0]?.toUpperCase() + word.slice(1)).join("")
  );
}

function toFields(inputs: readonly TheirInput[]): Pick<OperationOverride, "fields"> {
  const sendable = inputs.filter(({ in: place }) => ["path", "query", "body"].includes(place));
  const fields: [string, FieldOverride][] = sendable.map((input) => {
    const { minLength, maxLength, pattern } = input.shape;
    const isText = typeOf(input.shape, "any") === "string";
    const rules = { minLength, maxLength, pattern };
    const isUsable = (rule: unknown): boolean =>
      rule !== undefined && (typeof rule !== "string" || toRegExp(rule) !== undefined);
    const given = Object.entries(rules).filter(([, rule]) => isText && isUsable(rule));
    return [
      input.name,
      { ...toAddedField(input), ...(Object.fromEntries(given) as FieldOverride) },
    ];
  });
  return fields.length === 0 ? {} : { fields: Object.fromEntries(fields) };
}

function toResponse({ response }: Operation): Pick<OperationOverride, "response"> {
  if (response === undefined || response.fields.size === 0) return {};
  const fields = [...response.fields].map(([name, { shape, isRequired }]) => {
    const type = typeOf(shape, "any");
    const field: ReadFieldOverride = {
      ...(isRequired && { required: true }),
      ...(type !== "string" && { type }),
    };
    return [name, field] as const;
  });
  return { response: { fields: Object.fromEntries(fields) } };
}
