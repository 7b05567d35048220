/**
 * Tells of a delivery as it goes out whether what befalls its change has been done by it: copies of a change come once
 * more, a late one comes after one that followed it, and a respelled one is not in the canonical serialization.
 */
export function createWatch(
  kind: "copies" | "late" | "serialization" | undefined,
): (
  told: { transaction_type: string; transaction_id: string; status: string },
  text: string,
  order: { key: string; sends: number },
) => boolean {
  if (kind === "copies") return (_told, _text, { sends }) => sends === 2;
  if (kind === "serialization") return (told, text) => JSON.stringify(told) !== text;
  if (kind === undefined) return () => false;
  /** Transactions of which a final status was told. */
  const final: Set<string> = new Set();
  return ({ transaction_type, transaction_id, status }, _text, { sends }) => {
    const transaction = `${transaction_type}:${transaction_id}`;
    if (status !== "pending") final.add(transaction);
    return status === "pending" && sends === 1 && final.has(transaction);
  };
}
