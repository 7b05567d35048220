import { type Difference, noOption } from "./difference.js";
import type { Field, Provenance, Shape } from "./shape.js";

/** Which side sends it: what we send must be what they want, what they send must be what we read. */
type Direction = "request" | "answer";

/** Where the comparison is. */
interface Place {
  readonly operation: string;
  readonly direction: Direction;
  /** The dotted path so far. */
  readonly path: string;
  /** How sure we are of what is around. */
  readonly provenance: Provenance;
}

/** What two shapes say differently, from the outside in. */
export function compareShapes(ours: Shape, theirs: Shape, place: Place): Difference[] {
  if (isDifferentType(ours, theirs)) {
    return [
      difference(place, {
        kind: "type",
        ours: describe(ours),
        theirs: describe(theirs),
        isBreaking: true,
        remedy: typeRemedy(ours, theirs, place),
      }),
    ];
  }
  const items =
    ours.items !== undefined && theirs.items !== undefined
      ? compareShapes(ours.items, theirs.items, { ...place, path: `${place.path}[]` })
      : [];
  const missing = [...ours.fields].flatMap(([name, field]) => {
    const at = { ...place, path: `${place.path}.${name}`, provenance: field.provenance };
    const other = theirs.fields.get(name);
    return other === undefined ? missingField(field, at) : compareFields(field, other, at);
  });
  const unknown = [...theirs.fields]
    .filter(([name]) => !ours.fields.has(name))
    .map(([name, field]) => unknownField(field, { ...place, path: `${place.path}.${name}` }));
  return [...compareValues(ours, theirs, place), ...items, ...missing, ...unknown];
}

function compareFields(ours: Field, theirs: Field, place: Place): Difference[] {
  const inner = compareShapes(ours.shape, theirs.shape, place);
  if (ours.isRequired === theirs.isRequired) return inner;
  const isStricter = theirs.isRequired;
  const isBreaking = place.direction === "request" ? isStricter : !isStricter;
  const remedy =
    place.direction === "request"
      ? isStricter
        ? "Always give it."
        : "The client demands it all the same: give it."
      : isStricter
        ? "Nothing: it is there more often than was assumed."
        : "Check that it is there before you use it.";
  return [
    difference(place, {
      kind: "required",
      ours: ours.isRequired ? "required" : "optional",
      theirs: theirs.isRequired ? "required" : "optional",
      isBreaking,
      remedy,
    }),
    ...inner,
  ];
}

function missingField(field: Field, place: Place): Difference[] {
  const isRead = place.direction === "answer";
  const remedy = isRead
    ? field.isRequired
      ? `The client reads it. ${noOption}`
      : "Do not rely on it."
    : field.isRequired
      ? "The client demands it and sends it. If the gateway has another name for it, give that one too: fields that the " +
        `contract does not know go through. Where the gateway refuses unknown fields: ${noOption.toLowerCase()}`
      : "Leave it out.";
  return [
    difference(place, {
      kind: "field-missing",
      ours: `${describe(field.shape)}, ${field.isRequired ? "required" : "optional"}`,
      theirs: null,
      isBreaking: field.isRequired,
      remedy,
    }),
  ];
}

function unknownField(field: Field, place: Place): Difference {
  const isAsked = place.direction === "request" && field.isRequired;
  return {
    ...difference(place, {
      kind: "field-unknown",
      ours: null,
      theirs: `${describe(field.shape)}, ${field.isRequired ? "required" : "optional"}`,
      isBreaking: isAsked,
      remedy:
        place.direction === "answer"
          ? "Nothing: it goes through untouched."
          : "Give it along: fields that the contract does not know go through (numipay: --extra name=value).",
    }),
    provenance: null,
  };
}

function compareValues(ours: Shape, theirs: Shape, place: Place): Difference[] {
  const extra = theirs.values.filter((value) => !ours.values.includes(value));
  const isSame = extra.length === 0 && ours.values.every((value) => theirs.values.includes(value));
  if (theirs.values.length === 0 || isSame || ours.fields.size > 0) return [];
  const isOpen = ours.values.length === 0;
  return [
    difference(place, {
      kind: "values",
      ours: isOpen ? "any" : ours.values.join(", "),
      theirs: theirs.values.join(", "),
      isBreaking: false,
      remedy:
        place.direction === "request"
          ? "Send one of theirs."
          : 'The library lets every value through; handle those that you did not know ("*" hears of them).',
    }),
  ];
}

function isDifferentType(ours: Shape, theirs: Shape): boolean {
  if (ours.type === undefined || theirs.type === undefined) return false;
  const loosely = (type: string): string => type.replace("integer", "number");
  return loosely(ours.type) !== loosely(theirs.type);
}

function typeRemedy(ours: Shape, theirs: Shape, place: Place): string {
  if (place.direction === "answer" && theirs.type === "number" && ours.type === "string") {
    return `A number loses digits of an amount before the library sees it. ${noOption}`;
  }
  return noOption;
}

function describe({ type, format, items }: Shape): string {
  const word = type === undefined ? "anything" : type === "string" ? "text" : type;
  const of = items === undefined ? "" : ` of ${describe(items)}`;
  return `${word}${of}${format === undefined ? "" : ` (${format})`}`;
}

function difference(
  place: Place,
  found: Omit<Difference, "operation" | "place" | "provenance">,
): Difference {
  return { operation: place.operation, place: place.path, provenance: place.provenance, ...found };
}
