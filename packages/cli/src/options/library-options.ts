/** The library's options, and how they are set on the command line. */
const names: readonly (readonly [RegExp, string])[] = [
  [/\bmaxResponseBytes\b/g, "--max-response-bytes"],
  [/\btimeoutMs\b/g, "--timeout"],
  [/\bbaseUrl\b/g, "--base-url (or NUMIPAY_BASE_URL)"],
  [
    /\bcontract\.((?:operations|fields|statuses|types|headers|webhook|basePath|dateFormat|timeZone)(?:\.\w+)*)/g,
    "$1 in the --contract file",
  ],
];

/** Replaces the library's options in a sentence by those of the command line. */
export function nameLibraryOptions(text: string): string {
  return names.reduce((named, [from, to]) => named.replace(from, to), text);
}
