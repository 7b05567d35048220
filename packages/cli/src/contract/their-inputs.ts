import type { FieldOverride } from "@numipay/core";
import type { Operation } from "./list-operations.js";
import type { OwnInput, OwnOperation } from "./own-operation.js";
import { type Pair, pairNames } from "./pair-names.js";
import { emptyShape, type Shape } from "./shape.js";
import { typeOf } from "./wire-type.js";

/** A field of their requests. */
export interface TheirInput {
  readonly name: string;
  /** `path`, `query`, `header`, `cookie`, `body`, or `beside` the envelope. */
  readonly in: string;
  /** Undefined if the file does not say. */
  readonly isRequired: boolean | undefined;
  readonly shape: Shape;
}

/** A request field of ours, and its counterpart. */
export type InputPair = Pair<OwnInput, TheirInput>;

/** Their request. */
export interface TheirRequest {
  /** The body field that contains all others. Undefined if no body is described. */
  readonly envelope: string | null | undefined;
  readonly inputs: readonly TheirInput[];
}

// The library or the HTTP client sends these.
const ownHeaders = ["accept", "accept-language", "authorization", "content-type", "user-agent"];

/**
 * Returns the fields of their operation, taken from the part of the body that has most of our fields.
 *
 * @param own undefined for an operation that the library does not have
 */
export function toTheirRequest(
  theirs: Operation,
  own: OwnOperation | undefined,
  keyHeaders: readonly string[],
): TheirRequest {
  const skipped = [...ownHeaders, ...keyHeaders];
  const parameters = theirs.parameters
    .filter(({ in: place }) => place !== "path")
    .filter(({ in: place, name }) => place !== "header" || !skipped.includes(name.toLowerCase()))
    .map(({ name, in: place, isRequired, shape }) => ({ name, in: place, isRequired, shape }));
  const { request } = theirs;
  const given = [...inPath(theirs), ...parameters];
  if (request === undefined) return { envelope: undefined, inputs: given };
  const envelope = own === undefined ? onlyObject(request) : findEnvelope(request, own);
  const inner = envelope === null ? undefined : request.fields.get(envelope)?.shape;
  const body = toInputs(inner ?? request, "body");
  const beside = toInputs(request, "beside").filter(({ name }) => name !== envelope);
  return { envelope, inputs: [...given, ...body, ...(inner === undefined ? [] : beside)] };
}

/** Reads the placeholders from the path, because not every file describes them. */
function inPath({ path, parameters }: Operation): TheirInput[] {
  return [...path.matchAll(/\{([^{}/]+)\}/g)].map(([, name = ""]) => {
    const known = parameters.find((one) => one.in === "path" && one.name === name);
    return { name, in: "path", isRequired: true, shape: known?.shape ?? emptyShape };
  });
}

function toInputs(shape: Shape, place: "body" | "beside"): TheirInput[] {
  const sent = [...shape.fields].filter(([, field]) => field.shape.isOnly !== "read");
  return sent.map(([name, field]) => ({
    name,
    in: place,
    isRequired: shape.hasRequired ? field.isRequired : undefined,
    shape: field.shape,
  }));
}

/** Finds the body field that contains most of our fields. Null if the body itself has as many. */
function findEnvelope(body: Shape, own: OwnOperation): string | null {
  const count = ({ fields }: Shape): number =>
    pairNames(
      own.inputs,
      [...fields.keys()].map((name) => ({ name })),
    ).pairs.length;
  let best = { envelope: null as string | null, fields: count(body) };
  for (const [name, { shape }] of body.fields) {
    const fields = count(shape);
    // On a tie, our envelope wins, which is not a difference.
    if (fields > best.fields || (fields === best.fields && fields > 0 && name === own.envelope)) {
      best = { envelope: name, fields };
    }
  }
  return best.fields === 0 && own.envelope !== null && body.fields.has(own.envelope)
    ? own.envelope
    : best.envelope;
}

function onlyObject({ fields }: Shape): string | null {
  const [first, ...others] = fields;
  const isEnvelope = first !== undefined && others.length === 0 && first[1].shape.fields.size > 0;
  return isEnvelope ? first[0] : null;
}

/** Describes a field that the library does not have. */
export function toAddedField({ in: where, isRequired = false, shape }: TheirInput): FieldOverride {
  const type = typeOf(shape, "any");
  return {
    ...(isRequired && { required: true }),
    ...(type !== "string" && { type }),
    ...(where === "query" || where === "path" ? { in: where } : {}),
  };
}

/** For example `query.from` or `body.request.amount`. */
export function placeOf(
  { in: where, name }: Pick<TheirInput, "in" | "name">,
  envelope: string | null,
): string {
  if (where === "header") return `header.${name.toLowerCase()}`;
  if (where === "beside") return `body.${name}`;
  return where === "body" && envelope !== null ? `body.${envelope}.${name}` : `${where}.${name}`;
}
