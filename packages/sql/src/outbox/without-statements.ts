const hidden = "(a statement of the journal)";

/** Deeper causes are not searched. */
const mostCauses = 5;

/**
 * Removes the journal's statements from an error: drivers and ORMs quote them, and they contain requests and metadata. Everything
 * else stays, so that the application can classify the error.
 */
export function withoutStatements(error: unknown, statements: readonly string[]): unknown {
  scrub(error, statements, mostCauses);
  return error;
}

function scrub(value: unknown, statements: readonly string[], depth: number): void {
  if (typeof value !== "object" || value === null || depth === 0) return;
  for (const name of Object.getOwnPropertyNames(value)) {
    const field: unknown = (value as Record<string, unknown>)[name];
    if (typeof field === "string") {
      const clean = withoutAny(field, statements);
      if (clean !== field) {
        Reflect.defineProperty(value, name, { value: clean, configurable: true, writable: true });
      }
    } else if (field instanceof Error) scrub(field, statements, depth - 1);
  }
}

function withoutAny(text: string, statements: readonly string[]): string {
  return statements.reduce((rest, statement) => rest.replaceAll(statement, () => hidden), text);
}
