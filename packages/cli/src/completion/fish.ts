import type { CompletedCommand, CompletedOption, CompletedValue } from "./completion-spec.js";

/** Writes the completion script for fish. */
export function toFish(commands: readonly CompletedCommand[]): string {
  const paths = commands.filter(({ path }) => path !== "").map(({ path }) => quote(path));
  return `# fish completion for numipay
function __numipay_is_at --description 'Whether the command line is at this command of numipay'
    set -l at
    for word in (commandline -opc)[2..]
        set -l next (string join ' ' -- $at $word)
        contains -- $next ${paths.join(" ")}
        and set at $at $word
    end
    test "$at" = "$argv"
end

complete -c numipay -f
${commands.flatMap(toLines).join("\n")}
`;
}

function toLines({ path, options, argument, inner }: CompletedCommand): string[] {
  const start = `complete -c numipay -n ${quote(`__numipay_is_at ${path}`.trim())}`;
  return [
    ...inner.map(({ name, summary }) => `${start} -a ${name} -d ${quote(summary)}`),
    ...(argument === undefined || argument.kind === "nothing"
      ? []
      : [`${start} ${toAction(argument)}`]),
    ...options.map((option) => `${start} ${toOption(option)}`),
  ];
}

function toOption({ flag, description, value }: CompletedOption): string {
  const text = `-l ${flag.replace(/^--/, "")} -d ${quote(description)}`;
  return value === undefined ? text : `${text} -r ${toAction(value)}`;
}

function toAction({ kind, words }: CompletedValue): string {
  switch (kind) {
    case "files":
      return "-F";
    case "folders":
      return "-f -a '(__fish_complete_directories)'";
    case "words":
      return `-f -a ${quote(words.join(" "))}`;
    case "nothing":
      return "-f";
  }
}

function quote(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
