/**
 * How many random interleavings the conformance suite plays on an entry. Entries share their state machine, so CI plays few on each.
 * The long form is `NUMIPAY_INTERLEAVINGS=1000 npx vitest run --project sql packages/sql/test/sessions`.
 */
export const interleavings = toCount(25);

/** On an entry that also shares its sessions with others. */
export const libraryInterleavings = toCount(10);

function toCount(short: number): number {
  return Number(process.env["NUMIPAY_INTERLEAVINGS"] ?? short);
}
