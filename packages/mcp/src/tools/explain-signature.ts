import { z } from "zod";
import { runCli } from "../command/run-cli.js";
import { requirePassword } from "../command/require-password.js";
import { defineTool } from "../tool/tool.js";

/** The receivers of @numipay accept bodies up to this size. */
const maxBodyLength = 65_536;
const timeoutMs = 20_000;

/** Why a signature matches, or does not. */
export const explainSignature = defineTool({
  name: "explain_signature",
  title: "Explain signature",
  description:
    "Verifies a webhook signature as a receiver does. If it does not match, finds the reason: a body that was parsed and " +
    "serialized again, a wrong algorithm, an encoded or truncated signature, whitespace in the password. Uses " +
    "NUMIPAY_SIGNATURE_PASSWORD, which is never shown. The developer must not paste the password into a chat.",
  isWrite: false,
  input: z.strictObject({
    body: z.string().max(maxBodyLength).describe("The body that the server received, unchanged."),
    signature: z.string().min(1).max(500).describe("The value of the signature header."),
  }),
  async run({ body, signature }, { env, signal }) {
    requirePassword(env);
    const args = ["verify", "-", `--signature=${signature}`];
    return runCli({ args, input: body, env, timeoutMs, signal });
  },
});
