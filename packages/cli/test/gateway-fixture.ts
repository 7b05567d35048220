import { createSandbox, type Sandbox, type SandboxOptions } from "@numipay/sandbox";
import { onTestFinished } from "vitest";

/** Starts a sandbox on a port, and returns the environment for the command. */
export async function openGateway(
  options: SandboxOptions = {},
): Promise<{ sandbox: Sandbox; env: Record<string, string> }> {
  const sandbox = await createSandbox(options);
  onTestFinished(() => sandbox.close());
  const { url } = await sandbox.listen();
  return { sandbox, env: { NUMIPAY_API_KEY: sandbox.apiKey, NUMIPAY_BASE_URL: url } };
}

/** Acts as the customer in the cashier: selects a provider, and pays or confirms the payout. */
export async function decideAtCashier(
  sandbox: Sandbox,
  url: string,
  action: "pay" | "confirm",
): Promise<void> {
  const body = new URLSearchParams({ action });
  await sandbox.fetch(`${url}/northbank`, { method: "POST", body });
  await sandbox.flush();
}
