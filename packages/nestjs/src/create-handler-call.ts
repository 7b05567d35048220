import { ContextIdFactory, ModuleRef } from "@nestjs/core";
import type { EventContext, NumipayEvent } from "@numipay/core";
import { isObservable, lastValueFrom } from "rxjs";
import type { FoundHandler, Wrapper } from "./find-handlers.js";

type ContextId = ReturnType<typeof ContextIdFactory.create>;
type Methods = Record<string, (event: NumipayEvent, context: EventContext<unknown>) => unknown>;

/** One context an event, shared by all of its handlers: what is request-scoped is made once for each event. */
const contextIds = new WeakMap<EventContext<unknown>, ContextId>();

/** A handler that calls the method on its provider, once an event however many of its marks match. */
export function createHandlerCall({ wrapper, method, marks }: FoundHandler) {
  const called = new WeakSet<EventContext<unknown>>();
  return async (event: NumipayEvent, context: EventContext<unknown>): Promise<void> => {
    // With one mark there is nothing to remember, and a WeakSet is dear to the garbage collector.
    if (marks.length > 1) {
      if (called.has(context)) return;
      called.add(context);
    }
    const isShared = wrapper.isDependencyTreeStatic() && !wrapper.isTransient;
    const instance = isShared
      ? (wrapper.instance as Methods)
      : await makeInstance(wrapper, context);
    const result = instance[method]?.(event, context);
    // An Observable does nothing before somebody subscribes: left alone, it would be a success that never happened.
    await (isObservable(result) ? lastValueFrom(result, { defaultValue: undefined }) : result);
  };
}

function makeInstance(wrapper: Wrapper, context: EventContext<unknown>): Promise<Methods> {
  const moduleRef = wrapper.host?.providers.get(ModuleRef)?.instance as ModuleRef;
  const contextId = contextIds.get(context) ?? createContextId(moduleRef, context.request);
  contextIds.set(context, contextId);
  return moduleRef.resolve<Methods>(wrapper.token as string, contextId, { strict: true });
}

/** By the request where there is one: durable providers are found, and `@Inject(REQUEST)` gives it. */
function createContextId(moduleRef: ModuleRef, request: unknown): ContextId {
  if (typeof request !== "object" || request === null) return ContextIdFactory.create();
  const contextId = ContextIdFactory.getByRequest(request);
  moduleRef.registerRequestByContextId(request, contextId);
  return contextId;
}
