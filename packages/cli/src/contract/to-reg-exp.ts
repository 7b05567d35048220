/** A pattern as an override takes it, with the flag `u`; undefined for what is none. */
export function toRegExp(pattern: string): RegExp | undefined {
  try {
    // oxlint-disable-next-line numipay/no-dynamic-regexp -- the file's own
    return new RegExp(pattern, "u");
  } catch {
    return undefined;
  }
}
