// @ts-check
// What every server in this run has in common.

export const webhookPath = "/webhooks/numipay";
/** A route of the host that reads JSON with the framework's own parser. */
export const ordersPath = "/orders";
/** A route of the host that reads its body as it comes and keeps nothing. */
export const uploadsPath = "/uploads";

/** The limit of every body parser in this run, ours and the frameworks', in bytes. */
export const maxBodyBytes = 65_536;
