import { toFields } from "./exchange.js";

/** A member of a JSON body. */
export interface Member {
  /** The path of the object that contains it, as `response.at` of a contract override. Empty for the body itself. */
  readonly at: string;
  readonly name: string;
}

const maxDepth = 3;

/** Finds the members of a body, and of objects inside it, whose values are accepted. */
export function findMembers(
  body: unknown,
  accepts: (value: unknown) => boolean,
  at: readonly string[] = [],
): Member[] {
  if (at.length >= maxDepth) return [];
  return Object.entries(toFields(body)).flatMap(([name, value]) =>
    accepts(value) ? [{ at: at.join("."), name }] : findMembers(value, accepts, [...at, name]),
  );
}

/** True for an absolute http or https URL. */
export function isPageUrl(value: unknown): boolean {
  return (
    typeof value === "string" && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)
  );
}
