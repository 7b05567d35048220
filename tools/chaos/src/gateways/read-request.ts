/** What a request of the client is about: the merchant's id of the payment, in a body or at the end of a path. */
export function readRequest(method, url, body) {
  const tracking_id =
    method === "POST"
      ? JSON.parse(String(body)).request.tracking_id
      : String(url).slice(String(url).lastIndexOf("/") + 1);
  return { method, tracking_id: String(tracking_id) };
}
