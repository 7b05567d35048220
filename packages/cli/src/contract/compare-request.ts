import { compareInput } from "./compare-input.js";
import { comparePath } from "./compare-path.js";
import { type Difference, toDifference } from "./difference.js";
import type { Operation } from "./list-operations.js";
import type { OwnInput, OwnOperation } from "./own-operation.js";
import { atField, atOperation } from "./override-parts.js";
import { type Paired, pairNames } from "./pair-names.js";
import { placeOf, type TheirInput, toAddedField, toTheirRequest } from "./their-inputs.js";
import { typeOf } from "./wire-type.js";

/** Calls that take one id and no other field. */
const closed: readonly string[] = ["transactionStatus", "approvePayout", "rejectPayout"];

/** Facts about both contracts as a whole. */
export interface ComparisonContext {
  /** The common prefix of their paths. */
  readonly basePath: string;
  /** In lower case. */
  readonly keyHeaders: readonly string[];
}

/** Compares method, path, envelope and fields of a request. */
export function compareRequest(
  own: OwnOperation,
  theirs: Operation,
  { basePath, keyHeaders }: ComparisonContext,
): Difference[] {
  const { envelope, inputs } = toTheirRequest(theirs, own, keyHeaders);
  const { pairs, missing, unknown } = pairInputs(own, inputs);
  const isClosed = closed.includes(own.id);
  const at = { id: own.id, envelope: envelope === undefined ? own.envelope : envelope };
  return [
    ...comparePath(own, theirs, { basePath, pairs, unknown, isClosed }),
    ...compareMediaType(own, theirs),
    ...compareEnvelope(own, envelope),
    ...pairs.flatMap((pair) => compareInput(pair, at)),
    ...missing.filter(createIsDescribed(theirs)).map((input) => toMissing(own, input)),
    ...unknown.map((input) => toUnknown(at, input, isClosed)),
  ];
}

/** Only a described JSON body can lack a field. */
function createIsDescribed({ request, parameters, path, otherBody }: Operation) {
  const isDescribed = request !== undefined || parameters.length > 0 || path.includes("{");
  return (input: OwnInput): boolean =>
    input.in !== "body" || (isDescribed && otherBody.length === 0);
}

/** In a call with one id, their only field is that id, whatever its name. */
function pairInputs(
  own: OwnOperation,
  inputs: readonly TheirInput[],
): Paired<OwnInput, TheirInput> {
  const paired = pairNames(own.inputs, inputs);
  const [id] = own.inputs;
  const isMissing = id !== undefined && paired.missing.includes(id);
  if (!isMissing || !closed.includes(own.id)) return paired;
  const [their, ...others] = paired.unknown.filter(({ isRequired }) => isRequired !== false);
  if (their === undefined || others.length > 0) return paired;
  const isGuess = their.in !== "path" || id.in !== "path";
  return {
    pairs: [...paired.pairs, { own: id, their, isGuess }],
    missing: paired.missing.filter((one) => one !== id),
    unknown: paired.unknown.filter((one) => one !== their),
  };
}

function compareMediaType({ id, provenance, request }: OwnOperation, { otherBody }: Operation) {
  if (otherBody.length === 0 || request === undefined) return [];
  return [
    toDifference({
      kind: "media-type",
      operation: id,
      place: "body",
      ours: "application/json",
      theirs: otherBody.join(", "),
      provenance,
      isBreaking: true,
    }),
  ];
}

function compareEnvelope(
  { id, envelope: own, provenance, inputs }: OwnOperation,
  envelope: string | null | undefined,
): Difference[] {
  const hasBody = inputs.some((input) => input.in === "body");
  if (envelope === undefined || envelope === own || !hasBody) return [];
  const show = (name: string | null): string => (name === null ? "{…}" : `{"${name}": {…}}`);
  return [
    toDifference({
      kind: "envelope",
      operation: id,
      place: "body",
      ours: show(own),
      theirs: show(envelope),
      provenance,
      isBreaking: true,
      override: atOperation(id, { envelope }),
    }),
  ];
}

function toMissing({ id, envelope }: OwnOperation, input: OwnInput): Difference {
  const { field, isRequired, provenance, shape } = input;
  const place = placeOf(input, envelope);
  const base = { kind: "field-missing", operation: id, place, provenance, theirs: null } as const;
  const ours = `${typeOf(shape)}, ${isRequired ? "required" : "optional"}`;
  if (!isRequired) {
    return toDifference({ ...base, ours, isBreaking: false, remedy: "Do not send it." });
  }
  // Such a call is useless without its id.
  const override = closed.includes(id) ? null : atField(id, field, { required: false });
  return toDifference({ ...base, ours, isBreaking: true, override });
}

function toUnknown(
  { id, envelope }: { id: string; envelope: string | null },
  input: TheirInput,
  isClosed: boolean,
): Difference {
  const { name, in: where, isRequired = false, shape } = input;
  const isSendable = ["path", "query", "body"].includes(where) && !isClosed;
  return toDifference({
    kind: "field-unknown",
    operation: id,
    place: placeOf(input, envelope),
    ours: null,
    theirs: `${typeOf(shape)}, ${isRequired ? "required" : "optional"}`,
    isBreaking: isRequired,
    override: isSendable ? atField(id, name, toAddedField(input)) : null,
    ...(isRequired ? {} : { remedy: "Nothing to do, because it is optional." }),
  });
}
