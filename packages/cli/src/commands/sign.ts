import { signPayload } from "@numipay/core";
import { defineCommand } from "../command/command.js";
import { usageFault } from "../failure/command-failure.js";
import { exitCodes } from "../failure/exit-codes.js";
import { type ContractOption, declareContract, readContract } from "../gateway/contract-option.js";
import { printResult } from "../command/print-result.js";
import { readInput } from "../input/read-input.js";
import { readSignaturePassword } from "../input/read-secret.js";

interface SignOptions extends ContractOption {
  readonly passwordFile?: string;
  readonly raw?: boolean;
}

export const signCommand = defineCommand<SignOptions>({
  usage: "sign [file]",
  summary: "Sign a payload as the gateway does",
  notes:
    "Signs the compact JSON text, as the gateway documents it; --raw signs the bytes\n" +
    "as they are. --json also prints the header's name, which --contract can change.",
  examples: ["numipay sign payload.json", `echo '{"transaction_id":"t-1"}' | numipay sign --json`],
  declare: (command) => {
    command
      .option("--raw", "Sign the bytes as they are, blanks and all.")
      .option("--password-file <file>", "The signature password's file; - is stdin.");
    declareContract(command);
  },
  async run(invocation) {
    const { args, options, terminal } = invocation;
    const password = await readSignaturePassword(terminal, options.passwordFile);
    const text = decodeText(await readInput(terminal, args[0]));
    const signed = options.raw === true ? text : toCompactJson(text);
    const signature = signPayload(signed, password);
    const header = readContract(terminal, options).headers.signature;
    await printResult(invocation, { header, signature, signed }, signature);
    return exitCodes.ok;
  },
});

/** Bytes that are no UTF-8 are nothing that the gateway sends. */
function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw usageFault("The input is no UTF-8 text.");
  }
}

function toCompactJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    // The parser's own words quote the text, and whoever names the wrong file may have named a secret's.
    throw usageFault("The input is no JSON. To sign any text as it is, add --raw.");
  }
}
