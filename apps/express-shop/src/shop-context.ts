import type { Numipay } from "@numipay/core";
import type { Baskets } from "./baskets.js";
import type { Payouts } from "./payments/payouts.js";
import type { ShopStore } from "./store/store.js";

/** What every route needs. */
export interface ShopContext {
  numipay: Numipay;
  store: ShopStore;
  payouts: Payouts;
  baskets: Baskets;
}
