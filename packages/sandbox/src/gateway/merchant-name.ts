/** The longest name of a merchant, in characters. */
export const maxMerchantName = 80;

/** Whether a text can be the name of a merchant, which the cashier shows to customers. */
export function isMerchantName(name: unknown): name is string {
  return (
    typeof name === "string" &&
    name.trim() !== "" &&
    Array.from(name.trim()).length <= maxMerchantName &&
    !/[\p{Cc}\p{Cs}]/u.test(name)
  );
}
