/** Compiles a pattern with the flag `u`, as an override does. Returns undefined for an invalid pattern. */
export function toRegExp(pattern: string): RegExp | undefined {
  try {
    // oxlint-disable-next-line numipay/no-dynamic-regexp -- the file's own
    return new RegExp(pattern, "u");
  } catch {
    return undefined;
  }
}
