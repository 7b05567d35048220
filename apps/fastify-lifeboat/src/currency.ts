/** Of all donations. */
export const currency = "EUR";
