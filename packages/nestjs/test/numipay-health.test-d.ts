import type { HealthIndicatorFunction, HealthIndicatorResult } from "@nestjs/terminus";
import type { NumipayHealth, NumipayHealthResult } from "@numipay/nestjs";
import { expectTypeOf } from "vitest";

declare const health: NumipayHealth;

expectTypeOf<NumipayHealthResult>().toExtend<HealthIndicatorResult>();
expectTypeOf(() => health.check()).toExtend<HealthIndicatorFunction>();
