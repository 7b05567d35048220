/** A route of the host that reads JSON with the framework's own parser. */
export const ordersPath = "/orders";
/** A route of the host that streams its body and keeps nothing. */
export const uploadsPath = "/uploads";

/** The limit of every body parser in this run, ours and the frameworks', in bytes. */
export const maxBodyBytes = 65_536;
