import { createSandbox, type Sandbox, type SandboxOptions } from "@numipay/sandbox";
import { onTestFinished } from "vitest";

/** A real sandbox behind a port, and the environment that leads the command to it. */
export async function openGateway(
  options: SandboxOptions = {},
): Promise<{ sandbox: Sandbox; env: Record<string, string> }> {
  const sandbox = await createSandbox(options);
  onTestFinished(() => sandbox.close());
  const { url } = await sandbox.listen();
  return { sandbox, env: { NUMIPAY_API_KEY: sandbox.apiKey, NUMIPAY_BASE_URL: url } };
}

/** What a customer does on the cashier's page: picks a provider, and pays. */
export async function payAtCashier(sandbox: Sandbox, url: string): Promise<void> {
  const body = new URLSearchParams({ action: "pay" });
  await sandbox.fetch(`${url}/northbank`, { method: "POST", body });
  await sandbox.flush();
}
