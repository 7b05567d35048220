/** The operations whose response is a page for the customer and no more, so that it can be a redirect. */
export const redirectingOperations: readonly string[] = [
  "hostedCheckout",
  "direct",
  "requestPayout",
];
