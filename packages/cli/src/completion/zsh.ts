import type { CompletedCommand, CompletedOption, CompletedValue } from "./completion-spec.js";

/** Writes the completion script for zsh, to source or to store as `_numipay` in a folder of `$fpath`. */
export function toZsh(commands: readonly CompletedCommand[]): string {
  return `#compdef numipay
# zsh completion for numipay
${commands.map((command) => toFunction(command)).join("\n\n")}

if [ "$funcstack[1]" = "_numipay" ]; then
  _numipay "$@"
else
  compdef _numipay numipay
fi
`;
}

function toFunction({ path, options, argument, inner }: CompletedCommand): string {
  const name = toName(path);
  const specs = options.map(toSpec);
  if (inner.length === 0) {
    const argumentSpec = argument === undefined ? [] : [quote(`1:: :${toAction(argument)}`)];
    return `${name}() {\n${toArguments([...specs, ...argumentSpec])}\n}`;
  }
  const described = inner.map((one) => quote(`${one.name}:${one.summary}`));
  const cases = inner.map((one) => `      ${one.name}) ${toName(`${path} ${one.name}`)} ;;`);
  return `${name}() {
  local curcontext="$curcontext" state line
  typeset -A opt_args
${toArguments(["-C", ...specs, quote("1: :->command"), quote("*:: :->arguments")])}
  case $state in
    command)
      local -a commands=(
        ${described.join("\n        ")}
      )
      _describe -t commands command commands ;;
    arguments)
      case $words[1] in
${cases.map((one) => `  ${one}`).join("\n")}
      esac ;;
  esac
}`;
}

function toName(path: string): string {
  return ["_numipay", ...path.split(" ").filter((word) => word !== "")].join("_");
}

function toArguments(specs: readonly string[]): string {
  return `  _arguments ${specs.join(" \\\n    ")}`;
}

function toSpec({ flag, description, value }: CompletedOption): string {
  const text = description.replaceAll(/[[\]:\\]/g, "\\$&");
  return quote(
    value === undefined ? `*${flag}[${text}]` : `*${flag}=[${text}]: :${toAction(value)}`,
  );
}

function toAction({ kind, words }: CompletedValue): string {
  switch (kind) {
    case "files":
      return "_files";
    case "folders":
      return "_files -/";
    case "words":
      return `(${words.join(" ")})`;
    case "nothing":
      return "";
  }
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
