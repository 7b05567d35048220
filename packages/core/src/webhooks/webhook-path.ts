/** Where an adapter serves deliveries unless told otherwise. */
export const defaultWebhookPath = "/webhooks/numipay";

/** True when a request's path is the webhook's; a slash at the end does not count. */
export function isWebhookPath(path: string, webhookPath: string): boolean {
  return withoutEndSlash(path) === withoutEndSlash(webhookPath);
}

function withoutEndSlash(path: string): string {
  return path.replace(/\/+$/, "");
}
