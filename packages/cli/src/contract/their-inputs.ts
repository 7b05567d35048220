import type { FieldOverride } from "@numipay/core";
import type { Operation } from "./list-operations.js";
import type { OwnInput, OwnOperation } from "./own-operation.js";
import { type Pair, pairNames } from "./pair-names.js";
import { emptyShape, type Shape } from "./shape.js";
import { typeOf } from "./wire-type.js";

/** A field of a request of theirs, wherever it is sent. */
export interface TheirInput {
  readonly name: string;
  /** `path`, `query`, `header`, `cookie`, `body`, or `beside` the object that holds the others. */
  readonly in: string;
  /** Undefined: the file does not say. */
  readonly isRequired: boolean | undefined;
  readonly shape: Shape;
}

/** A field of ours, and what is taken for it. */
export type InputPair = Pair<OwnInput, TheirInput>;

/** What a request of theirs holds. */
export interface TheirRequest {
  /** The field of the body that holds all the others. Undefined: no body is described. */
  readonly envelope: string | null | undefined;
  readonly inputs: readonly TheirInput[];
}

// Each client sends them, or the library does.
const ownHeaders = ["accept", "accept-language", "authorization", "content-type", "user-agent"];

/**
 * The inputs of their operation, its body opened where it has most of our fields.
 *
 * @param own undefined: an operation that the library does not know
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

/** The path has the last word on what is in it: not every file describes its placeholders. */
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

/** The field of the body with most of our fields in it; null where the body itself has as many. */
function findEnvelope(body: Shape, own: OwnOperation): string | null {
  const count = ({ fields }: Shape): number =>
    pairNames(
      own.inputs,
      [...fields.keys()].map((name) => ({ name })),
    ).pairs.length;
  let best = { envelope: null as string | null, fields: count(body) };
  for (const [name, { shape }] of body.fields) {
    const fields = count(shape);
    // Where both fit as well, ours is no difference.
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

/** A field that the library does not know, described as far as the file describes it. */
export function toAddedField({ in: where, isRequired = false, shape }: TheirInput): FieldOverride {
  const type = typeOf(shape, "any");
  return {
    ...(isRequired && { required: true }),
    ...(type !== "string" && { type }),
    ...(where === "query" || where === "path" ? { in: where } : {}),
  };
}

/** Such as `query.from` or `body.request.amount`. */
export function placeOf(
  { in: where, name }: Pick<TheirInput, "in" | "name">,
  envelope: string | null,
): string {
  if (where === "header") return `header.${name.toLowerCase()}`;
  if (where === "beside") return `body.${name}`;
  return where === "body" && envelope !== null ? `body.${envelope}.${name}` : `${where}.${name}`;
}
