/**
 * Splits a name or text into lower-case singular words: `redirectUrl` and `redirect_urls` both become `redirect` and
 * `url`.
 */
export function wordsOf(
  text: string,
  synonyms: Readonly<Record<string, string>> = {},
): Set<string> {
  const words = text
    .replaceAll(/\{[^{}]*\}/g, " ")
    .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    // Removes a plural s, but not that of "status" and "address".
    .map((word) => word.replace(/(?<=..[^su])s$/, ""))
    .map((word) => (Object.hasOwn(synonyms, word) ? synonyms[word] : word) ?? word)
    .filter((word) => word !== "");
  return new Set(words);
}
