/** An instant of the virtual clock, in milliseconds since 1970, as ISO 8601. */
export function toIso(instant: number): string {
  return new Date(instant).toISOString();
}
