import type { Numipay } from "@numipay/core";
import type { Baskets } from "./baskets.js";
import type { ShopStore } from "./store/store.js";

/** What every route needs. */
export interface ShopContext {
  numipay: Numipay;
  store: ShopStore;
  baskets: Baskets;
}
