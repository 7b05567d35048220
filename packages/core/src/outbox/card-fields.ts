/** Card data has so few possible values that even a keyed digest is not stored. */
const cardName = /card|cvv|cvc|expir|security_?code|(^|_)pan$/i;
/** A field that the contract does not define may be a card number under any name. */
const cardDigits = /(?:\d[ -]?){12}/;

/** True if a field of this name may hold card data. */
export function isCardName(name: string): boolean {
  return cardName.test(name);
}

/** True if a value, as JSON, may hold a card number. */
export function mayHoldCardNumber(json: string): boolean {
  return cardDigits.test(json);
}

/** The first field of a request, at any depth, that may hold card data. The contract defines what is in the known ones. */
export function findCardField(
  fields: Readonly<Record<string, unknown>>,
  knownFields: readonly string[],
): string | undefined {
  return Object.keys(fields).find((name) => {
    if (knownFields.includes(name)) return false;
    const value = fields[name];
    const json = value === undefined ? "" : JSON.stringify(value);
    return isCardName(name) || mayHoldCardNumber(json) || namesIn(value).some(isCardName);
  });
}

function namesIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [name, ...namesIn(inner)]);
}
