/**
 * `--tracking_id` as `--tracking-id`: the gateway's documentation, the logs and the code write the field's name with an
 * underscore, and whoever copies it from there means the same option.
 */
export function acceptWireNames(args: readonly string[]): string[] {
  const end = args.indexOf("--");
  return args.map((argument, index) =>
    argument.startsWith("--") && (end === -1 || index < end)
      ? argument.replace(/^[^=]+/, (name) => name.replaceAll("_", "-"))
      : argument,
  );
}
