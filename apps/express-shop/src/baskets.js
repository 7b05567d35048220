// @ts-check
import { findProduct } from "./catalogue.js";

/**
 * @typedef {object} Basket
 * @property {{ product: import("./catalogue.js").Product, quantity: number, cents: number }[]} lines
 * @property {number} cents
 */

const most = 20;

/** Each customer's basket, in memory. */
export function createBaskets() {
  /** @type {Map<string, Map<string, number>>} */
  const baskets = new Map();
  return {
    /**
     * Puts one more or one less of a product in.
     * @param {string} customer
     * @param {unknown} productId
     * @param {1 | -1} change
     */
    change(customer, productId, change) {
      const product = findProduct(productId);
      if (product === undefined) return;
      const basket = baskets.get(customer) ?? new Map();
      const quantity = Math.min(most, (basket.get(product.id) ?? 0) + change);
      if (quantity > 0) basket.set(product.id, quantity);
      else basket.delete(product.id);
      baskets.set(customer, basket);
    },

    /** @param {string} customer @returns {Basket} */
    read(customer) {
      const lines = [...(baskets.get(customer) ?? [])].flatMap(([id, quantity]) => {
        const product = findProduct(id);
        return product === undefined
          ? []
          : [{ product, quantity, cents: product.cents * quantity }];
      });
      return { lines, cents: lines.reduce((sum, line) => sum + line.cents, 0) };
    },

    /** @param {string} customer */
    empty(customer) {
      baskets.delete(customer);
    },
  };
}
