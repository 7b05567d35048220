/**
 * Accepts `--tracking_id` for `--tracking-id`, because the gateway's documentation, logs and code write field names with
 * an underscore.
 */
export function acceptWireNames(args: readonly string[]): string[] {
  const end = args.indexOf("--");
  return args.map((argument, index) =>
    argument.startsWith("--") && (end === -1 || index < end)
      ? argument.replace(/^[^=]+/, (name) => name.replaceAll("_", "-"))
      : argument,
  );
}
