import type { CompletedCommand, CompletedValue } from "./completion-spec.js";

/** Writes the completion script for bash 3.2 and newer. It does not need the package bash-completion. */
export function toBash(commands: readonly CompletedCommand[]): string {
  const paths = commands.filter(({ path }) => path !== "").map(({ path }) => quote(toKey(path)));
  return `# bash completion for numipay
_numipay() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD - 1]}"
  local command="" word i
  # bash splits --option=value into three words.
  if [[ $current == "=" ]]; then current=""; elif [[ $previous == "=" ]]; then previous="\${COMP_WORDS[COMP_CWORD - 2]}"; fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="\${COMP_WORDS[i]}"
    case "$command/$word" in
      ${paths.join(" | ")}) command="$command/$word" ;;
    esac
  done
  COMPREPLY=()
  case "$command $previous" in
${commands.flatMap(toValueCases).join("\n")}
  esac
  case "$command" in
${commands.map(toCommandCase).join("\n")}
  esac
}

_numipay_words() {
  COMPREPLY=($(compgen -W "$2" -- "$1"))
}

_numipay_files() {
  # Older versions of bash cannot escape the names of files.
  type compopt >/dev/null 2>&1 && compopt -o filenames 2>/dev/null
  local IFS=$'\\n'
  COMPREPLY=($(compgen "$2" -- "$1"))
}

complete -F _numipay numipay
`;
}

/** \`payments hosted\` as \`/payments/hosted\`. */
function toKey(path: string): string {
  return path === "" ? "" : `/${path.replaceAll(" ", "/")}`;
}

/** The options of a command that take a value, by what is offered. */
function toValueCases({ path, options }: CompletedCommand): string[] {
  const flags = new Map<string, string[]>();
  for (const { flag, value } of options) {
    if (value === undefined) continue;
    const action = toAction(value);
    flags.set(action, [...(flags.get(action) ?? []), quote(`${toKey(path)} ${flag}`)]);
  }
  return [...flags].map(([action, keys]) => `    ${keys.join(" | ")}) ${action}; return ;;`);
}

function toCommandCase({ path, options, argument, inner }: CompletedCommand): string {
  const flags = options.map(({ flag }) => flag).join(" ");
  const other =
    inner.length > 0
      ? toAction({ kind: "words", words: inner.map(({ name }) => name) })
      : toAction(argument ?? { kind: "nothing", words: [] });
  return `    ${quote(toKey(path))}) if [[ $current == -* ]]; then _numipay_words "$current" ${quote(flags)}; else ${other}; fi ;;`;
}

function toAction({ kind, words }: CompletedValue): string {
  switch (kind) {
    case "files":
      return '_numipay_files "$current" -f';
    case "folders":
      return '_numipay_files "$current" -d';
    case "words":
      return `_numipay_words "$current" ${quote(words.join(" "))}`;
    case "nothing":
      return ":";
  }
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
