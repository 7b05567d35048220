import type { Operation } from "../protocol/contract/contract.js";
import { nearestWord } from "../protocol/nearest-word.js";
import { toPrintable } from "../protocol/printable.js";

/** More would be the keys of data, not of a program. */
const mostWarnings = 100;
const longestName = 100;

const warned = new Set<string>();

/**
 * Emits a process warning for each field that the contract does not have, once per process. TypeScript reports such a field as an
 * error; the gateway may ignore it, and a misspelled `return_url` would be noticed by a customer.
 */
export function warnOfUnknownFields({ id, fields: known }: Operation, fields: object): void {
  for (const name of Object.keys(fields)) {
    if (known.has(name) || warned.has(`${id}.${name}`) || warned.size >= mostWarnings) continue;
    warned.add(`${id}.${name}`);
    const near = nearestWord(name, [...known.keys()]);
    const shown = toPrintable(name, longestName);
    const advice =
      near === undefined
        ? `If the gateway takes it, add it to contract.operations.${id}.fields.`
        : `Did you mean ${near}?`;
    globalThis.process?.emitWarning?.(
      `${id} has no field ${shown} in the contract, so it is sent unchecked. ${advice}`,
      { type: "NumipayWarning", code: "NUMIPAY_UNKNOWN_FIELD" },
    );
  }
}
