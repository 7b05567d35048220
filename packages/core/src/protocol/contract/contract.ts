import { fieldRules, operations as documented } from "../contract.generated.js";
import { type StatusRank, transactionFields } from "../transaction.js";
import { checkOverride } from "./check-override.js";
import type {
  ContractOverride,
  FieldOverride,
  FieldType,
  HttpMethod,
  OperationOverride,
} from "./override.js";
import { type ReadShape, toReadShape } from "./read-shape.js";

/** The operations of the library, by their operationId in openapi.yaml. */
export type OperationId = keyof typeof documented;

/** A field of a request. */
export interface ContractField {
  /** The name on the wire. */
  readonly name: string;
  readonly in: "path" | "query" | "body";
  readonly isRequired: boolean;
  readonly type: FieldType;
  /** In characters. */
  readonly minLength: number;
  /** In characters. */
  readonly maxLength: number;
  /** The allowed form; undefined if any string is allowed. */
  readonly pattern: RegExp | undefined;
  /** The rule for error messages, as the end of "<field> must …". */
  readonly must: string;
}

/** One operation on the wire. */
export interface Operation {
  /** The operationId in openapi.yaml, or the name in the override. */
  readonly id: string;
  readonly method: HttpMethod;
  /** Relative to the base URL, with `{field}` placeholders. */
  readonly path: string;
  /** The body field that contains all other fields; null if they are at the top level. */
  readonly envelope: string | null;
  /** By the library's name. */
  readonly fields: ReadonlyMap<string, ContractField>;
  readonly response: ReadShape & {
    /** Whether the gateway responds with a redirect whose `Location` is the `url`. */
    readonly isRedirect: boolean;
  };
  /** Whether repeating it could move money twice. Then it is never sent again once it may have arrived. */
  readonly movesMoney: boolean;
}

/** The complete wire contract: the library's, with the differences of an override. */
export interface Contract {
  readonly basePath: string;
  readonly headers: {
    readonly apiKey: string;
    /** Lower-case. */
    readonly signature: string;
  };
  readonly operations: Readonly<Record<OperationId, Operation>> &
    Readonly<Record<string, Operation>>;
  readonly webhook: ReadShape;
  readonly dateFormat: string;
  readonly timeZone: string;
  /** The ranks of all known statuses. */
  readonly statuses: ReadonlyMap<string, StatusRank>;
  readonly types: readonly string[];
}

const documentedStatuses: readonly (readonly [string, StatusRank])[] = [
  ["pending", 0],
  ["successful", 1],
  ["rejected", 1],
  ["expired", 1],
];
const documentedTypes = ["deposit", "withdrawal"];

/**
 * Returns the contract with the differences of an override.
 *
 * @param option the option's name, for errors
 * @throws InvalidOptionError when a part of the override is invalid
 */
export function toContract(override: ContractOverride = {}, option = "contract"): Contract {
  checkOverride(override, option);
  return { ...toTerms(override), operations: toOperations(override) };
}

function toOperations(override: ContractOverride): Contract["operations"] {
  const names = new Set([...Object.keys(documented), ...Object.keys(override.operations ?? {})]);
  return Object.fromEntries(
    [...names].map((id) => [id, toOperation(id, override)]),
  ) as Contract["operations"];
}

function toTerms(override: ContractOverride): Omit<Contract, "operations"> {
  return {
    basePath: override.basePath ?? "",
    headers: {
      apiKey: override.headers?.apiKey ?? "X-Api-Key",
      signature: (override.headers?.signature ?? "x-signature").toLowerCase(),
    },
    webhook: toReadShape(override.webhook?.at, transactionFields, override.webhook?.fields),
    dateFormat: override.dateFormat ?? "DD-MM-YYYY",
    timeZone: override.timeZone ?? "UTC",
    statuses: new Map([
      ...documentedStatuses,
      ...Object.entries(override.statuses ?? {}).map(
        ([status, { final }]) => [status, toRank(final)] as const,
      ),
    ]),
    types: [...documentedTypes, ...Object.keys(override.types ?? {})],
  };
}

let documentedOperations: Contract["operations"] | undefined;

/** The contract without an override. The operations are created on first use, because a webhook needs none of them. */
export const documentedContract: Contract = {
  ...toTerms({}),
  get operations() {
    return (documentedOperations ??= toOperations({}));
  },
};

/** One operation with the differences of an override. */
export function toOperation(id: string, override: ContractOverride): Operation {
  const known = Object.hasOwn(documented, id) ? documented[id as OperationId] : undefined;
  const own: OperationOverride = override.operations?.[id] ?? {};
  const method = own.method ?? known?.method ?? "POST";
  const path = own.path ?? known?.path ?? "/";
  const required: readonly string[] = known?.required ?? [];
  const names = [...required, ...(known?.optional ?? []), ...Object.keys(own.fields ?? {})];
  // List items are assumed to have the fields of a webhook, including the overridden ones.
  const listed = id === "listTransactions" ? override.webhook?.fields : undefined;
  return {
    id,
    method,
    path,
    envelope: own.envelope === undefined ? (known?.envelope ?? null) : own.envelope,
    fields: new Map(
      [...new Set([...names, ...placeholdersOf(path)])].map((name) => {
        const general = known === undefined ? undefined : override.fields?.[name];
        const differences = { ...general, ...own.fields?.[name] };
        return [
          name,
          toField(name, differences, { method, path, isRequired: required.includes(name) }),
        ];
      }),
    ),
    response: {
      ...toReadShape(own.response?.at, [], listed, own.response?.fields),
      isRedirect: own.response?.redirect ?? false,
    },
    movesMoney: own.movesMoney ?? (known === undefined ? method !== "GET" : known.method !== "GET"),
  };
}

/** The names in the braces of a path. */
function placeholdersOf(path: string): string[] {
  return [...path.matchAll(/\{([^{}/]+)\}/g)].map(([, name]) => name ?? "");
}

function toField(
  name: string,
  differences: FieldOverride,
  { method, path, isRequired }: { method: HttpMethod; path: string; isRequired: boolean },
): ContractField {
  // The form of a date is defined by dateFormat.
  const rule = isDate(name) ? undefined : fieldRules[name];
  const isInPath = placeholdersOf(path).includes(name);
  const { minLength, maxLength, pattern, must } = differences;
  const isOwnRule = [minLength, maxLength, pattern].some((one) => one !== undefined);
  const form = pattern === undefined ? rule?.pattern : pattern;
  return {
    name: differences.name ?? name,
    in: differences.in ?? (isInPath ? "path" : hasBody(method) ? "body" : "query"),
    isRequired: isInPath || (differences.required ?? isRequired),
    type: differences.type ?? "string",
    minLength: (minLength === undefined ? rule?.minLength : minLength) ?? 0,
    maxLength: (maxLength === undefined ? rule?.maxLength : maxLength) ?? Infinity,
    // oxlint-disable-next-line numipay/no-dynamic-regexp -- from the contract or the user's configuration
    pattern: form === undefined || form === null ? undefined : new RegExp(form, "u"),
    must: must ?? (isOwnRule || rule === undefined ? describeRule(differences) : rule.must),
  };
}

function isDate(name: string): boolean {
  return name === "from" || name === "to";
}

/** True if a request with this method has its fields in the body. */
export function hasBody(method: HttpMethod): boolean {
  return method !== "GET" && method !== "DELETE";
}

function describeRule({ minLength, maxLength, pattern }: FieldOverride): string {
  const parts = [
    ...(typeof minLength === "number" ? [`have at least ${minLength} characters`] : []),
    ...(typeof maxLength === "number" ? [`have at most ${maxLength} characters`] : []),
    ...(typeof pattern === "string" ? [`match ${pattern}`] : []),
  ];
  return parts.length === 0 ? "be a non-empty string" : parts.join(", and ");
}

function toRank(final: boolean | undefined): StatusRank {
  return final === undefined ? undefined : final ? 1 : 0;
}
