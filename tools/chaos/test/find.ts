/** Returns the value of a key, which must exist. */
export function find<Value>(record: Record<string, Value>, key: string): Value {
  const value = record[key];
  if (value === undefined) throw new Error(`No such key: ${key}`);
  return value;
}
