import { toPrintable } from "@numipay/core/protocol";
import { defineCommand } from "../command/command.js";
import { exitCodes } from "../failure/exit-codes.js";
import { type ContractOption, declareContract, readContract } from "../gateway/contract-option.js";
import { printResult } from "../command/print-result.js";
import { readInput } from "../input/read-input.js";
import { readSignaturePassword } from "../input/read-secret.js";
import { explainSignature, type SignatureReport } from "../verify/explain-signature.js";

interface VerifyOptions extends ContractOption {
  readonly signature: string;
  readonly strict?: boolean;
  readonly passwordFile?: string;
}

export const verifyCommand = defineCommand<VerifyOptions>({
  usage: "verify [file]",
  summary: "Verify a delivery's signature, or explain why it does not match",
  notes:
    "Each reason that is given has been tried: with it undone, the signature was seen\n" +
    "to match. If nothing matches, the password is wrong or the content was changed,\n" +
    "and it says so. Ends with 0 when a receiver of @numipay accepts the delivery.",
  examples: [
    "numipay verify body.json --signature 0123456789ABCDEF0123456789ABCDEF01234567",
    "pbpaste | numipay verify - --signature $SIGNATURE --json",
  ],
  declare: (command) => {
    command
      .requiredOption("--signature <hex>", "The value of the signature's header.")
      .option("--strict", "Take the bytes as they are and no other serialization of them.")
      .option("--password-file <file>", "The signature password's file.");
    declareContract(command);
  },
  async run(invocation) {
    const { args, options, terminal } = invocation;
    const password = await readSignaturePassword(terminal, options.passwordFile);
    const body = await readInput(terminal, args[0]);
    const { signature } = options;
    const contract = readContract(terminal, options);
    const report = explainSignature({ body, signature, password, contract });
    const isTaken = options.strict === true ? report.matched === "raw" : report.verified;
    await printResult(invocation, { ...report, verified: isTaken }, toText(report, isTaken));
    return isTaken ? exitCodes.ok : exitCodes.wrong;
  },
});

function toText({ matched, reasons, proven }: SignatureReport, isTaken: boolean): string {
  if (matched === "raw") return "The signature matches the body as it is.";
  const heading = isTaken
    ? "The signature matches the body's canonical form, JSON.stringify(JSON.parse(body)), which @numipay's receivers take.\n" +
      "Code that compares the bytes alone refuses it:"
    : matched !== null
      ? "The signature does not match the bytes; it matches the canonical form, which --strict does not take:"
      : proven
        ? `The signature does not match. ${reasons.length === 1 ? "With this undone" : "With these undone"} it was seen to match:`
        : "The signature does not match:";
  const lines = reasons.map(
    ({ found, todo }) => `  - ${toPrintable(found, 1_000)}\n    ${toPrintable(todo, 1_000)}`,
  );
  return [heading, ...lines].join("\n");
}
