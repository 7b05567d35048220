import type { FieldType } from "@numipay/core";
import type { Shape } from "./shape.js";

const fieldTypes: Record<string, FieldType> = {
  string: "string",
  number: "number",
  integer: "number",
  boolean: "boolean",
};

/** Returns the type for printing, or as a type of an override, with `unknown` as the fallback. */
export function typeOf(shape: Shape): string;
export function typeOf(shape: Shape, unknown: FieldType): FieldType;
export function typeOf({ type, format, items }: Shape, unknown?: FieldType): string {
  if (unknown !== undefined) {
    return type !== undefined && Object.hasOwn(fieldTypes, type)
      ? (fieldTypes[type] ?? unknown)
      : unknown;
  }
  const word = type ?? "any type";
  const of = items === undefined ? "" : ` of ${typeOf(items)}`;
  return `${word}${of}${format === undefined ? "" : ` (${format})`}`;
}

/** Whether a value of one type may not be valid for the other. */
export function mayDiffer(from: Shape, to: Shape): boolean {
  if (from.type === undefined || to.type === undefined) return false;
  const typesOf = (type: string): string[] => type.replaceAll("integer", "number").split("|");
  const accepted = typesOf(to.type);
  return !typesOf(from.type).every((type) => accepted.includes(type));
}
