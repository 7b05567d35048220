import { Argument } from "commander";
import { defineCommand } from "../command/command.js";
import { toBash } from "../completion/bash.js";
import {
  type CompletedCommand,
  type Shell,
  toCompletedCommands,
} from "../completion/completion-spec.js";
import { toFish } from "../completion/fish.js";
import { toZsh } from "../completion/zsh.js";
import { exitCodes } from "../failure/exit-codes.js";

const writers: Record<Shell, (commands: readonly CompletedCommand[]) => string> = {
  bash: toBash,
  zsh: toZsh,
  fish: toFish,
};

export const completionCommand = defineCommand<object>({
  usage: "completion",
  summary: "Print the completion script for bash, zsh or fish",
  docs: "shell-completion",
  hasJson: false,
  notes: [
    "Completes commands, options, their values and files. It applies to the command numipay, so install it with npm install " +
      "--global @numipay/cli: shells cannot complete npx @numipay/cli.",
    [
      ["bash", 'Add eval "$(numipay completion bash)" to ~/.bashrc.'],
      ["zsh", 'Add eval "$(numipay completion zsh)" to ~/.zshrc, after compinit.'],
      ["fish", "Save the script as ~/.config/fish/completions/numipay.fish."],
    ],
  ],
  examples: [
    'eval "$(numipay completion bash)"',
    "numipay completion fish > ~/.config/fish/completions/numipay.fish",
  ],
  declare: (command) => {
    command.addArgument(
      new Argument("<shell>", "Shell to print the script for.").choices(Object.keys(writers)),
    );
  },
  async run({ args, terminal, listCommands }) {
    const writer = writers[args[0] as Shell];
    await terminal.data(writer(toCompletedCommands(listCommands())));
    return exitCodes.ok;
  },
});
