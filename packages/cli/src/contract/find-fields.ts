import type { OwnResponse } from "./own-response.js";
import { pairNames } from "./pair-names.js";
import type { Field, Shape } from "./shape.js";

/** An object or a list in their response. */
interface Place {
  readonly at: readonly string[];
  /** The shape of the object, or of the list's items. */
  readonly shape: Shape;
}

/** Payment responses are not nested deeper. */
const maxDepth = 4;

/**
 * Finds the object or list in their response that has most of our fields. Prefers our own path, then the outermost one.
 * Returns undefined if there is no such object or list.
 */
export function findFields(own: OwnResponse, theirs: Shape): Place | undefined {
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

function countPairs({ fields }: OwnResponse, shape: Shape): number {
  return pairNames(fields, namesOf(shape)).pairs.length;
}

function* listPlaces(shape: Shape, isList: boolean, at: readonly string[]): Generator<Place> {
  if (isList && shape.items !== undefined) yield { at, shape: shape.items };
  if (!isList && shape.items === undefined) yield { at, shape };
  if (at.length >= maxDepth) return;
  for (const [name, field] of shape.fields) {
    const isObject = field.shape.fields.size > 0;
    const isWanted = isObject || (isList && field.shape.items !== undefined);
    if (isWanted) yield* listPlaces(field.shape, isList, [...at, name]);
  }
}

/** The readable fields of an object, with their names. */
export function namesOf({ fields }: Shape): (Field & { readonly name: string })[] {
  const read = [...fields].filter(([, { shape }]) => shape.isOnly !== "written");
  return read.map(([name, field]) => ({ ...field, name }));
}
