import type { ReadFieldOverride } from "@numipay/core";
import { type Difference, toDifference } from "./difference.js";
import { findFields, namesOf } from "./find-fields.js";
import type { OnRead } from "./override-parts.js";
import type { OwnAnswer } from "./own-answer.js";
import type { OwnField } from "./own-field.js";
import { type Pair, pairNames } from "./pair-names.js";
import { type Field, isUndescribed, type Shape } from "./shape.js";
import { compareWords } from "./compare-words.js";
import { mayDiffer, typeOf } from "./wire-type.js";

/** Where the comparison is. */
export interface AnswerPlace {
  readonly operation: string;
  /** `answer` or `payload`. */
  readonly path: string;
  readonly atRead: OnRead;
  /** The fields that a call cannot do without. */
  readonly demanded: readonly string[];
}

/** What their response or webhook says otherwise than what the library reads. */
export function compareAnswer(
  own: OwnAnswer,
  theirs: Shape | undefined,
  place: AnswerPlace,
): Difference[] {
  // A file that does not describe it does not contradict ours, and nothing is read of an empty one.
  if (theirs === undefined || isUndescribed(theirs) || own.fields.length === 0) return [];
  const found = findFields(own, theirs);
  if (found === undefined) return [toOtherType(own, theirs, place)];
  if (isUndescribed(found.shape)) return compareWay(own, found.at, place);
  const { pairs, missing, unknown } = pairNames(own.fields, namesOf(found.shape));
  const at = { ...place, path: own.isList ? `${place.path}[]` : place.path };
  return [
    ...compareWay(own, found.at, place),
    ...pairs.flatMap((pair) => compareField(pair, found.shape.hasRequired, at)),
    ...missing.map((field) => toMissing(field, at)),
    ...unknown.map((field) => toUnknown(field, at)),
  ];
}

function toOtherType(own: OwnAnswer, theirs: Shape, place: AnswerPlace): Difference {
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

function compareWay(own: OwnAnswer, at: readonly string[], place: AnswerPlace): Difference[] {
  const [ours, theirs] = [own.at.join("."), at.join(".")];
  if (ours === theirs) return [];
  return [
    toDifference({
      kind: "envelope",
      operation: place.operation,
      place: place.path,
      ours: showWay(own.at, own.isList),
      theirs: showWay(at, own.isList),
      provenance: own.provenance,
      isBreaking: true,
      // The empty way is the body itself.
      override: place.atRead({ at: theirs }),
    }),
  ];
}

function showWay(at: readonly string[], isList: boolean): string {
  return at.reduceRight((inner, name) => `{"${name}": ${inner}}`, isList ? "[…]" : "{…}");
}

/** What names a change: no webhook can do without it, whatever a file that lists no required fields says. */
function isIdentity(field: string): boolean {
  return ["transaction_id", "transaction_type", "status"].includes(field);
}

function compareField(
  { own, their, isGuess }: Pair<OwnField, Field & { readonly name: string }>,
  hasRequired: boolean,
  { operation, path, atRead, demanded }: AnswerPlace,
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
          ? { isBreaking: false, remedy: "Nothing: a delivery without it is kept as unreadable." }
          : { isBreaking: own.isRequired }),
        // That it is there more often than was assumed needs nothing.
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
  return [...differences, ...compareWords(own, their.shape, base)];
}

function toMissing(own: OwnField, { operation, path, atRead, demanded }: AnswerPlace): Difference {
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
      : { remedy: "Do not rely on it." }),
  });
}

function toUnknown(
  { name, shape, isRequired }: Field & { readonly name: string },
  { operation, path, atRead }: AnswerPlace,
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
    remedy: "Nothing: it is passed through. An override gives it its type.",
  });
}
