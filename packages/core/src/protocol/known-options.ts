import { InvalidOptionError } from "./errors.js";
import { nearestWord } from "./nearest-word.js";

/**
 * Rejects unknown options, so that a misspelled one is never ignored.
 *
 * @param prefix the path before the option's name, such as `"contract.operations."`
 * @throws InvalidOptionError when an option is unknown. The message suggests the closest known option
 */
export function checkKnownOptions(options: object, known: readonly string[], prefix = ""): void {
  for (const option of Object.keys(options)) {
    if (known.includes(option)) continue;
    const near = nearestWord(option, known);
    const hint =
      near === undefined
        ? `Use ${known.map((one) => prefix + one).join(", ")}.`
        : `Did you mean ${prefix}${near}?`;
    throw new InvalidOptionError(`${prefix}${option}`, `is not an option. ${hint}`);
  }
}
