import type { CommandDefinition } from "./command.js";
import { signCommand } from "./commands/sign.js";

/** Every command, in the order of the overview. A command is one file that exports its definition, and a line here. */
export const commands: readonly CommandDefinition[] = [signCommand];
