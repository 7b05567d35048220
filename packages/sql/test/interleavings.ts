/**
 * How many random interleavings the conformance suite plays on an entry. Entries share their state machine, so CI plays few on each.
 * The long form is `NUMIPAY_INTERLEAVINGS=1000 npx vitest run --project sql conformance`.
 */
export const interleavings = Number(process.env["NUMIPAY_INTERLEAVINGS"] ?? 50);
