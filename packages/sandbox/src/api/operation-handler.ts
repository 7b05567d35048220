import type { Operation } from "@numipay/core/protocol";
import type { Context } from "hono";
import type { AppEnv } from "./gateway-context.js";

/** Handles one operation. */
export type OperationHandler = (c: Context<AppEnv>, operation: Operation) => Response;
