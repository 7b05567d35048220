import type { ReadFieldOverride } from "@numipay/core";
import { type Difference, toDifference } from "./difference.js";
import { findFields, namesOf } from "./find-fields.js";
import type { OnRead } from "./override-parts.js";
import type { OwnResponse } from "./own-response.js";
import type { OwnField } from "./own-field.js";
import { type Pair, pairNames } from "./pair-names.js";
import { type Field, isUndescribed, type Shape } from "./shape.js";
import { compareValues } from "./compare-values.js";
import { mayDiffer, typeOf } from "./wire-type.js";

/** What is being compared. */
export interface ResponsePlace {
  readonly operation: string;
  /** `response` or `payload`. */
  readonly path: string;
  readonly atRead: OnRead;
  /** The fields that a call requires. */
  readonly demanded: readonly string[];
}

/** Compares their response or webhook with what the library reads. */
export function compareResponse(
  own: OwnResponse,
  theirs: Shape | undefined,
  place: ResponsePlace,
): Difference[] {
  // An undescribed response does not contradict ours, and nothing is read from an empty one.
  if (theirs === undefined || isUndescribed(theirs) || own.fields.length === 0) return [];
  const found = findFields(own, theirs);
  if (found === undefined) return [toOtherType(own, theirs, place)];
  if (isUndescribed(found.shape)) return compareLocation(own, found.at, place);
  const { pairs, missing, unknown } = pairNames(own.fields, namesOf(found.shape));
  const at = { ...place, path: own.isList ? `${place.path}[]` : place.path };
  return [
    ...compareLocation(own, found.at, place),
    ...pairs.flatMap((pair) => compareField(pair, found.shape.hasRequired, at)),
    ...missing.map((field) => toMissing(field, at)),
    ...unknown.map((field) => toUnknown(field, at)),
  ];
}

function toOtherType(own: OwnResponse, theirs: Shape, place: ResponsePlace): Difference {
  return toDifference({
    kind: "type",
    operation: place.operation,
    place: place.path,
    ours: own.isList ? "array of object" : "object",
    theirs: typeOf(theirs),
    provenance: own.provenance,
    isBreaking: true,
  });
}

function compareLocation(
  own: OwnResponse,
  at: readonly string[],
  place: ResponsePlace,
): Difference[] {
  const [ours, theirs] = [own.at.join("."), at.join(".")];
  if (ours === theirs) return [];
  return [
    toDifference({
      kind: "envelope",
      operation: place.operation,
      place: place.path,
      ours: showLocation(own.at, own.isList),
      theirs: showLocation(at, own.isList),
      provenance: own.provenance,
      isBreaking: true,
      // An empty path is the body itself.
      override: place.atRead({ at: theirs }),
    }),
  ];
}

function showLocation(at: readonly string[], isList: boolean): string {
  return at.reduceRight((inner, name) => `{"${name}": ${inner}}`, isList ? "[…]" : "{…}");
}

/** Fields that identify a change. Every webhook needs them, even if the file does not require them. */
function isIdentity(field: string): boolean {
  return ["transaction_id", "transaction_type", "status"].includes(field);
}

function compareField(
  { own, their, isGuess }: Pair<OwnField, Field & { readonly name: string }>,
  hasRequired: boolean,
  { operation, path, atRead, demanded }: ResponsePlace,
): Difference[] {
  const { provenance } = own;
  const base = { operation, place: `${path}.${own.name}`, provenance } as const;
  const change = (part: ReadFieldOverride) => atRead({ fields: { [own.field]: part } });
  const differences: Difference[] = [];
  if (own.name !== their.name) {
    differences.push(
      toDifference({
        ...base,
        kind: "renamed",
        ours: own.name,
        theirs: their.name,
        isGuess,
        isBreaking: true,
        override: change({ name: their.name }),
      }),
    );
  }
  if (hasRequired && own.isRequired !== their.isRequired) {
    differences.push(
      toDifference({
        ...base,
        kind: "required",
        ours: own.isRequired ? "required" : "optional",
        theirs: their.isRequired ? "required" : "optional",
        ...(isIdentity(own.field)
          ? {
              isBreaking: false,
              remedy: "Nothing to do. A delivery without it is kept as unreadable.",
            }
          : { isBreaking: own.isRequired }),
        // A field that is required more often than assumed needs no override.
        ...(own.isRequired && !isIdentity(own.field)
          ? { override: change({ required: false }) }
          : {}),
      }),
    );
  }
  if (mayDiffer(their.shape, own.shape)) {
    const isRead = !demanded.includes(own.field);
    differences.push(
      toDifference({
        ...base,
        kind: "type",
        ours: typeOf(own.shape),
        theirs: typeOf(their.shape),
        isBreaking: true,
        override: isRead ? change({ type: typeOf(their.shape, "any") }) : null,
      }),
    );
  }
  return [...differences, ...compareValues(own, their.shape, base)];
}

function toMissing(
  own: OwnField,
  { operation, path, atRead, demanded }: ResponsePlace,
): Difference {
  const { field, isRequired, provenance, shape } = own;
  const isRead = demanded.includes(field);
  return toDifference({
    kind: "field-missing",
    operation,
    place: `${path}.${own.name}`,
    ours: `${typeOf(shape)}, ${isRequired ? "required" : "optional"}`,
    theirs: null,
    provenance,
    isBreaking: isRequired,
    ...(isRequired
      ? { override: isRead ? null : atRead({ fields: { [field]: { required: false } } }) }
      : { remedy: "Nothing to do, but do not rely on it." }),
  });
}

function toUnknown(
  { name, shape, isRequired }: Field & { readonly name: string },
  { operation, path, atRead }: ResponsePlace,
): Difference {
  const type = typeOf(shape, "any");
  return toDifference({
    kind: "field-unknown",
    operation,
    place: `${path}.${name}`,
    ours: null,
    theirs: `${typeOf(shape)}, ${isRequired ? "required" : "optional"}`,
    isBreaking: false,
    override: atRead({ fields: { [name]: type === "string" ? {} : { type } } }),
    remedy: "Nothing to do, because it is passed through. An override can add its type.",
  });
}
