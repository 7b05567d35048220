/** The operations whose response is only the customer's page, so that it can be a redirect. */
export const redirectingOperations: readonly string[] = [
  "hostedCheckout",
  "direct",
  "requestPayout",
];
