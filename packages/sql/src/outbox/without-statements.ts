const hidden = "(a statement of the journal)";

/** Deeper causes are not searched. */
const mostCauses = 5;

/**
 * Removes the journal's statements from an error: drivers and ORMs quote them, and they contain requests and metadata. Everything
 * else stays, so that the application can classify the error. Returns a copy if the error cannot be changed.
 */
export function withoutStatements(error: unknown, statements: readonly string[]): unknown {
  return clean(error, statements, mostCauses);
}

function clean(error: unknown, statements: readonly string[], depth: number): unknown {
  if (!(error instanceof Error) || depth === 0) return error;
  const changed: PropertyDescriptorMap = {};
  for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(error))) {
    const field: unknown = descriptor.value;
    const value =
      typeof field === "string"
        ? withoutAny(field, statements)
        : clean(field, statements, depth - 1);
    if (value !== field) changed[name] = { ...descriptor, value };
  }
  const isChanged = Object.entries(changed).every(([name, descriptor]) =>
    Reflect.defineProperty(error, name, descriptor),
  );
  return isChanged ? error : copy(error, changed);
}

/** Some drivers protect the fields of their errors. */
function copy(error: Error, changed: PropertyDescriptorMap): Error {
  const descriptors = { ...Object.getOwnPropertyDescriptors(error), ...changed };
  return Object.create(Object.getPrototypeOf(error) as object, descriptors) as Error;
}

function withoutAny(text: string, statements: readonly string[]): string {
  return statements.reduce((rest, statement) => rest.replaceAll(statement, () => hidden), text);
}
