import { toPrintable } from "@numipay/core/protocol";
import { isLoopback } from "../options/require-loopback.js";
import { withTimeout } from "../failure/with-timeout.js";
import { downloadText } from "./download-text.js";
import type { Report } from "./report.js";

/** Where to report a run. */
interface Destination {
  /** The option `--sandbox`. Defaults to `NUMIPAY_BASE_URL`, if a sandbox on this machine responds there. */
  readonly sandbox: URL | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/** A sandbox on the same machine responds at once. Milliseconds. */
const timeoutMs = 3_000;
const maxMessageLength = 500;

/**
 * Sends the totals and the tested URL to a sandbox, whose welcome page shows them. Returns a note for the user, or undefined if
 * there is no sandbox. Never throws, because the result of the run does not depend on it.
 */
export async function reportToSandbox(
  { url, totals }: Pick<Report, "url" | "totals">,
  { sandbox, env, signal }: Destination,
): Promise<string | undefined> {
  const base = sandbox ?? toLocalUrl(env["NUMIPAY_BASE_URL"]);
  if (base === undefined) return undefined;
  const { origin } = base;
  const send = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(origin + path, {
      ...init,
      redirect: "error",
      signal: withTimeout(signal, timeoutMs),
    });
  try {
    if (!(await isSandbox(await send("/")))) {
      return sandbox && `Not reported: ${origin} is not a Numipay sandbox.`;
    }
  } catch {
    return sandbox && `Not reported: no sandbox responds at ${origin}.`;
  }
  try {
    const response = await send("/portal/welcome/doctor-run", {
      method: "POST",
      headers: { "content-type": "application/json", origin },
      body: JSON.stringify({ url, totals }),
    });
    if (response.ok) return `The result is on the sandbox's welcome page: ${origin}/#doctor`;
    const message = await readField(response, "message");
    return `Not reported to the sandbox: ${toPrintable(message ?? `HTTP ${response.status}`, maxMessageLength)}`;
  } catch {
    return `Not reported: the sandbox at ${origin} did not respond.`;
  }
}

/** The gateway itself must not receive a report. */
function toLocalUrl(text: string | undefined): URL | undefined {
  if (text === undefined || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  return /^https?:$/.test(url.protocol) && isLoopback(url.hostname) ? url : undefined;
}

async function isSandbox(response: Response): Promise<boolean> {
  return (await readField(response, "name")) === "@numipay/sandbox";
}

/** A field of a JSON response, or undefined. */
async function readField(response: Response, name: string): Promise<unknown> {
  try {
    const body = JSON.parse(await downloadText(response)) as Record<string, unknown> | null;
    return body?.[name];
  } catch {
    return undefined;
  }
}
