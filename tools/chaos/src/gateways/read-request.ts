/** Which payment an API request is about. */
export interface PaymentRequest {
  method: string;
  tracking_id: string;
}

/** Chooses the fault of a request by name. Returns undefined for none. */
export type ChooseFault = (request: PaymentRequest) => string | undefined;

/** Reads the merchant's id of the payment from the body, or from the end of the path. */
export function readRequest(method: string, url: string, body: unknown): PaymentRequest {
  if (method !== "POST") return { method, tracking_id: url.slice(url.lastIndexOf("/") + 1) };
  const { request } = JSON.parse(String(body)) as { request: { tracking_id: string } };
  return { method, tracking_id: request.tracking_id };
}
