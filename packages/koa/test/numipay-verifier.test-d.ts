import type { NumipayEvent } from "@numipay/core";
import { verifiedEvent } from "@numipay/koa";
import { expectTypeOf } from "vitest";

expectTypeOf(verifiedEvent).returns.toEqualTypeOf<NumipayEvent>();
