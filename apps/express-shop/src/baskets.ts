// @ts-check
import type { Product } from "./catalogue.js";
import { findProduct } from "./catalogue.js";

export interface Basket {
  lines: { product: Product; quantity: number; cents: number }[];
  cents: number;
}

const most = 20;

/** Each customer's basket, in memory. */
export function createBaskets() {
  const baskets: Map<string, Map<string, number>> = new Map();
  return {
    /** Puts one more or one less of a product in. */
    change(customer: string, productId: unknown, change: 1 | -1) {
      const product = findProduct(productId);
      if (product === undefined) return;
      const basket = baskets.get(customer) ?? new Map();
      const quantity = Math.min(most, (basket.get(product.id) ?? 0) + change);
      if (quantity > 0) basket.set(product.id, quantity);
      else basket.delete(product.id);
      baskets.set(customer, basket);
    },

    read(customer: string): Basket {
      const lines = [...(baskets.get(customer) ?? [])].flatMap(([id, quantity]) => {
        const product = findProduct(id);
        return product === undefined
          ? []
          : [{ product, quantity, cents: product.cents * quantity }];
      });
      return { lines, cents: lines.reduce((sum, line) => sum + line.cents, 0) };
    },

    empty(customer: string) {
      baskets.delete(customer);
    },
  };
}
