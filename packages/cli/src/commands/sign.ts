import { signPayload } from "@numipay/core";
import { defineCommand } from "../command/command.js";
import { usageError } from "../failure/command-failure.js";
import { exitCodes } from "../failure/exit-codes.js";
import { type ContractOption, declareContract, readContract } from "../gateway/contract-option.js";
import { printResult } from "../command/print-result.js";
import { decodeText } from "../input/decode-text.js";
import { nameInput, readInput } from "../input/read-input.js";
import { readSignaturePassword } from "../input/read-secret.js";

interface SignOptions extends ContractOption {
  readonly passwordFile?: string;
  readonly raw?: boolean;
}

export const signCommand = defineCommand<SignOptions>({
  usage: "sign [file]",
  summary: "Sign a payload as the gateway does",
  docs: "debug-a-signature",
  notes: [
    "Signs the compact JSON form, as the gateway documents it. --raw signs the input unchanged. --json also prints the " +
      "header's name, which --contract can change.",
  ],
  examples: ["numipay sign payload.json", `echo '{"transaction_id":"t-1"}' | numipay sign --json`],
  declare: (command) => {
    command
      .option("--raw", "Sign the input unchanged, including whitespace.")
      .option("--password-file <file>", "File with the signature password, - for stdin.");
    declareContract(command);
  },
  async run(invocation) {
    const { args, options, terminal } = invocation;
    const password = await readSignaturePassword(terminal, options.passwordFile);
    const bytes = await readInput(terminal, args[0]);
    const signed =
      options.raw === true
        ? decodeUnchanged(bytes)
        : toCompactJson(decodeText(bytes, nameInput(args[0])));
    const signature = signPayload(signed, password);
    const header = readContract(terminal, options).headers.signature;
    await printResult(invocation, { header, signature, signed }, signature);
    return exitCodes.ok;
  },
});

/** The gateway only sends UTF-8. A byte order mark is signed. */
function decodeUnchanged(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw usageError("The input is not UTF-8. Save it as UTF-8.");
  }
}

function toCompactJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    // The parser's message quotes the input, which may be a secret if the user passed the wrong file.
    throw usageError("The input is not JSON. To sign any other text, add --raw.");
  }
}
