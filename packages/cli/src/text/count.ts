/** A number with its noun: `1 entry`, `2 entries`. The plural defaults to the noun with an s. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
