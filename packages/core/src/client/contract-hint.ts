/**
 * The option to set where a refusal may be of a path, method, field or header that the library assumes: the end of an error's
 * message, or nothing.
 */
export function contractHint({ operation, status }: { operation: string; status: number }): string {
  const option = `contract.operations.${operation}`;
  switch (status) {
    case 400:
    case 422: {
      const dates = operation === "listTransactions" ? ", or contract.dateFormat" : "";
      return ` If the gateway has other names or forms of fields, set ${option}.fields${dates}.`;
    }
    case 401:
      return " If the gateway reads the key from another header, set contract.headers.apiKey.";
    case 404:
      return operation === "transactionStatus"
        ? ` If the gateway has this transaction, its path for the status may be another: ${option}.path.`
        : ` If the gateway has another path for it, set ${option}.path.`;
    case 405:
      return ` If the gateway has another method for it, set ${option}.method.`;
    default:
      return "";
  }
}
