import { findProduct, type Product } from "./catalogue.js";

export interface BasketLine {
  product: Product;
  quantity: number;
  cents: number;
}

export interface Basket {
  lines: BasketLine[];
  cents: number;
}

export type Baskets = ReturnType<typeof createBaskets>;

const maxQuantity = 20;

/** Each customer's basket, in memory. */
export function createBaskets() {
  const baskets = new Map<string, Map<string, number>>();
  return {
    /** Adds or removes one of a product. Ignores products that the shop does not sell. */
    change(customer: string, productId: unknown, change: 1 | -1): void {
      const product = findProduct(productId);
      if (product === undefined) return;
      const basket = baskets.get(customer) ?? new Map<string, number>();
      const quantity = Math.min(maxQuantity, (basket.get(product.id) ?? 0) + change);
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

    empty(customer: string): void {
      baskets.delete(customer);
    },
  };
}
