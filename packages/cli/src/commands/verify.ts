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
  summary: "Verify the signature of a delivery, or explain why it does not match",
  notes:
    "Each reason was tested: once the difference is reverted, the signature matches.\n" +
    "If nothing matches, the password is wrong or the content was changed. Exits with\n" +
    "0 if a receiver of @numipay accepts the delivery.",
  examples: [
    "numipay verify body.json --signature 0123456789ABCDEF0123456789ABCDEF01234567",
    "pbpaste | numipay verify - --signature $SIGNATURE --json",
  ],
  declare: (command) => {
    command
      .requiredOption("--signature <hex>", "Value of the signature header (required).")
      .option("--strict", "Accept only the exact bytes, not the canonical form.")
      .option("--password-file <file>", "File with the signature password, - for stdin.");
    declareContract(command);
  },
  async run(invocation) {
    const { args, options, terminal } = invocation;
    const password = await readSignaturePassword(terminal, options.passwordFile);
    const body = await readInput(terminal, args[0]);
    const { signature } = options;
    const contract = readContract(terminal, options);
    const report = explainSignature({ body, signature, password, contract });
    const isAccepted = options.strict === true ? report.matched === "raw" : report.verified;
    await printResult(invocation, { ...report, verified: isAccepted }, toText(report, isAccepted));
    return isAccepted ? exitCodes.ok : exitCodes.wrong;
  },
});

function toText({ matched, reasons, proven }: SignatureReport, isAccepted: boolean): string {
  if (matched === "raw") return "The signature matches the body.";
  const heading = isAccepted
    ? "The signature matches the canonical form, JSON.stringify(JSON.parse(body)), which @numipay's receivers accept.\n" +
      "Code that only compares the bytes rejects it:"
    : matched !== null
      ? "The signature matches the canonical form but not the bytes, and --strict only accepts the bytes:"
      : proven
        ? `The signature does not match. It matches once ${reasons.length === 1 ? "this is" : "these are"} reverted:`
        : "The signature does not match:";
  const lines = reasons.map(
    ({ found, todo }) => `  - ${toPrintable(found, 1_000)}\n    ${toPrintable(todo, 1_000)}`,
  );
  return [heading, ...lines].join("\n");
}
