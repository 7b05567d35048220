import { InvalidOptionError } from "@numipay/core";

/**
 * Checks what a decorator of handlers is on. Nest would never find other methods, so the handler would never be called.
 *
 * @throws InvalidOptionError on a static method, or if `experimentalDecorators` is off
 */
export function checkTarget(decorator: string, target: unknown, key: unknown): void {
  if (typeof key !== "string" && typeof key !== "symbol") {
    throw new InvalidOptionError(
      decorator,
      "needs legacy decorators, as NestJS does. Set experimentalDecorators to true in tsconfig.json.",
    );
  }
  if (typeof target !== "function") return;
  throw new InvalidOptionError(
    decorator,
    `cannot decorate the static method ${target.name}.${String(key)}, because handlers are called on a provider's instance. Remove \`static\`.`,
  );
}
