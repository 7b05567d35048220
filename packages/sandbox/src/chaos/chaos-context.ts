import type { GatewayContext } from "../api/gateway-context.js";
import type { Chaos } from "./chaos.js";

/** What a route needs when chaos can change its response. */
export interface ChaosContext extends GatewayContext {
  readonly chaos: Chaos;
}
