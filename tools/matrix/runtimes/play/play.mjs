// What the apps share: one line of JSON on the output for each thing that the runtime tests check. It runs on every runtime.

export const print = (line) => console.log(JSON.stringify(line));

/** The `onOutcome` of every app. */
export const onOutcome = ({ outcome, matched, reason }) => print({ outcome, matched, reason });

/** The handler of every app. */
export const onEvent = ({ transaction_id }) => print({ handled: transaction_id });

/** The response of a health check. */
export async function checkHealth(webhook) {
  try {
    await webhook.ping();
    return new Response("healthy");
  } catch (error) {
    return new Response(error.message, { status: 503 });
  }
}

/** Performs `/status?gateway=URL` or `/pay?gateway=URL`, and responds with the result or the error. */
export async function callGateway(Numipay, url) {
  const { pathname, searchParams } = new URL(url, "http://localhost");
  const numipay = new Numipay({
    apiKey: "an-api-key",
    baseUrl: searchParams.get("gateway"),
    retries: 1,
    retryDelayMs: 1,
    timeoutMs: 6000,
  });
  const order = { tracking_id: "order-1", user_id: "u-1", currency: "EUR", amount: "20.00" };
  const call = pathname.endsWith("/pay")
    ? numipay.payments.hostedCheckout(order)
    : numipay.transactions.status(order.tracking_id);
  return Response.json(
    await call.then(
      (result) => ({ result }),
      ({ name, message }) => ({ error: name, message }),
    ),
  );
}
