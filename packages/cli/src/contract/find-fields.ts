import type { OwnAnswer } from "./own-answer.js";
import { pairNames } from "./pair-names.js";
import type { Field, Shape } from "./shape.js";

/** An object or a list within a response of theirs. */
interface Place {
  readonly at: readonly string[];
  /** The object, or what the list is of. */
  readonly shape: Shape;
}

/** Nothing of a payment is wrapped deeper. */
const deepest = 4;

/**
 * Where in a response of theirs our fields are: at the way that the library takes, if they are there as well as anywhere, else
 * where most of them are, and there the outermost. Undefined: there is no such object or list.
 */
export function findFields(own: OwnAnswer, theirs: Shape): Place | undefined {
  const places = [...listPlaces(theirs, own.isList, [])];
  const scored = places.map((place) => ({ place, score: countPairs(own, place.shape) }));
  const best = Math.max(...scored.map(({ score }) => score));
  const candidates = scored.filter(({ score }) => score === best).map(({ place }) => place);
  const isOurs = ({ at }: Place): boolean => at.join(".") === own.at.join(".");
  return (
    candidates.find(isOurs) ??
    (best === 0 && !own.isList ? places.find(isOurs) : undefined) ??
    candidates.toSorted((one, other) => one.at.length - other.at.length)[0]
  );
}

function countPairs({ fields }: OwnAnswer, shape: Shape): number {
  return pairNames(fields, namesOf(shape)).pairs.length;
}

function* listPlaces(shape: Shape, isList: boolean, at: readonly string[]): Generator<Place> {
  if (isList && shape.items !== undefined) yield { at, shape: shape.items };
  if (!isList && shape.items === undefined) yield { at, shape };
  if (at.length >= deepest) return;
  for (const [name, field] of shape.fields) {
    const isObject = field.shape.fields.size > 0;
    const isWanted = isObject || (isList && field.shape.items !== undefined);
    if (isWanted) yield* listPlaces(field.shape, isList, [...at, name]);
  }
}

/** The fields of an object that is read, with their names. */
export function namesOf({ fields }: Shape): (Field & { readonly name: string })[] {
  const read = [...fields].filter(([, { shape }]) => shape.isOnly !== "written");
  return read.map(([name, field]) => ({ ...field, name }));
}
