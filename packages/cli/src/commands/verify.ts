import { toPrintable } from "@numipay/core/protocol";
import { defineCommand } from "../command/command.js";
import { exitCodes } from "../failure/exit-codes.js";
import { type ContractOption, declareContract, readContract } from "../gateway/contract-option.js";
import { printResult } from "../command/print-result.js";
import { readInput } from "../input/read-input.js";
import { readSignaturePassword } from "../input/read-secret.js";
import type { Block } from "../text/block.js";
import { styled } from "../text/part.js";
import { blank, entries, paragraph } from "../text/prose.js";
import { explainSignature, type SignatureReport } from "../verify/explain-signature.js";

interface VerifyOptions extends ContractOption {
  readonly signature: string;
  readonly strict?: boolean;
  readonly passwordFile?: string;
}

export const verifyCommand = defineCommand<VerifyOptions>({
  usage: "verify [file]",
  summary: "Verify a signature, or explain why it does not match",
  docs: "debug-a-signature",
  notes: [
    "Each reason was tested: once the difference is reverted, the signature matches. If nothing matches, the password is " +
      "wrong or the content was changed.",
    "Exits with 0 if a receiver of @numipay accepts the delivery, otherwise with 1.",
  ],
  examples: [
    "numipay verify body.json --signature 0123456789ABCDEF0123456789ABCDEF01234567",
    "pbpaste | numipay verify - --signature $SIGNATURE --json",
  ],
  declare: (command) => {
    command
      .requiredOption("--signature <hex>", "Value of the signature header. Required.")
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
    await printResult(
      invocation,
      { ...report, verified: isAccepted },
      toBlocks(report, isAccepted),
    );
    return isAccepted ? exitCodes.ok : exitCodes.wrong;
  },
});

function toBlocks({ matched, reasons, proven }: SignatureReport, isAccepted: boolean): Block[] {
  if (matched === "raw") return [paragraph(styled("good", "The signature matches the body."))];
  const heading = isAccepted
    ? "The signature matches the canonical form, JSON.stringify(JSON.parse(body)), which @numipay's receivers accept. " +
      "Code that only compares the bytes rejects it:"
    : matched !== null
      ? "The signature matches the canonical form but not the bytes, and --strict only accepts the bytes:"
      : proven
        ? `The signature does not match. It matches once ${reasons.length === 1 ? "this is" : "these are"} reverted:`
        : "The signature does not match:";
  return [
    paragraph(styled(isAccepted ? "good" : "bad", heading)),
    ...reasons.flatMap(({ found, todo }) => [
      blank,
      paragraph(`- ${toPrintable(found, 1_000)}`, { indent: 2, hanging: 4 }),
      entries([["Fix", toPrintable(todo, 1_000)]], { indent: 4 }),
    ]),
  ];
}
