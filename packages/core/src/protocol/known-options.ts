import { InvalidOptionError } from "./errors.js";
import { nearestWord } from "./nearest-word.js";

/**
 * Refuses what is no option, so that a misspelled one is never ignored.
 *
 * @param prefix what comes before the option's name, such as `"contract.operations."`
 * @throws InvalidOptionError naming the option, with the one that was probably meant
 */
export function checkKnownOptions(options: object, known: readonly string[], prefix = ""): void {
  for (const option of Object.keys(options)) {
    if (known.includes(option)) continue;
    const near = nearestWord(option, known);
    const hint =
      near === undefined
        ? `There are ${known.map((one) => prefix + one).join(", ")}.`
        : `Did you mean ${prefix}${near}?`;
    throw new InvalidOptionError(`${prefix}${option}`, `is no option. ${hint}`);
  }
}
