/**
 * The end of an error message: which contract option to set if the gateway rejected a path, method, field or header that the
 * library only assumes. Empty for other statuses.
 */
export function contractHint({ operation, status }: { operation: string; status: number }): string {
  const option = `contract.operations.${operation}`;
  switch (status) {
    case 400:
    case 422: {
      const dates = operation === "listTransactions" ? ", or contract.dateFormat" : "";
      return ` If the gateway names or formats a field differently, set ${option}.fields${dates}.`;
    }
    case 401:
      return " If the gateway reads the key from another header, set contract.headers.apiKey.";
    case 404:
      return operation === "transactionStatus"
        ? ` If the gateway has this transaction, it may use a different status path: set ${option}.path.`
        : ` If the gateway uses a different path, set ${option}.path.`;
    case 405:
      return ` If the gateway uses a different method, set ${option}.method.`;
    default:
      return "";
  }
}
