import { ContextIdFactory, ModuleRef, type ModulesContainer } from "@nestjs/core";
import { type ContextId, eventRunOf, type HandlerContext } from "./event-run.js";

/** A module in Nest's container. */
export type Module = ModulesContainer extends Map<string, infer Value> ? Value : never;

/** A provider or controller in Nest's container. */
export type Wrapper = Module["providers"] extends Map<unknown, infer Value> ? Value : never;

/** Whether one instance handles all events. */
export function isShared(wrapper: Wrapper): boolean {
  return !wrapper.isTransient && wrapper.isDependencyTreeStatic();
}

/** Returns the instance that handles an event or intent. Nest creates one if the provider is not shared. */
export async function resolveProvider(
  wrapper: Wrapper,
  event: object,
  context: HandlerContext,
): Promise<unknown> {
  if (isShared(wrapper)) return wrapper.instance;
  const request = "request" in context ? context.request : undefined;
  const run = eventRunOf(event, context);
  run.contextId ??= isRequest(request)
    ? ContextIdFactory.getByRequest(request)
    : ContextIdFactory.create();
  if (isRequest(request)) registerRequest(wrapper, request, run.contextId);
  return createInstance(wrapper, run.contextId);
}

/** Lets Nest create the instance for a context. */
export function createInstance(wrapper: Wrapper, contextId: ContextId): Promise<unknown> {
  return moduleRefOf(wrapper).resolve<unknown>(wrapper.token as string, contextId, {
    strict: true,
  });
}

/** Makes `@Inject(REQUEST)` work as in a route, including the payload of the app's ContextIdStrategy. */
function registerRequest(wrapper: Wrapper, request: object, contextId: ContextId): void {
  const { payload } = contextId as { payload?: object };
  const value = wrapper.isDependencyTreeDurable() ? payload : Object.assign(request, payload);
  moduleRefOf(wrapper).registerRequestByContextId(value ?? request, contextId);
}

function moduleRefOf(wrapper: Wrapper): ModuleRef {
  return wrapper.host?.providers.get(ModuleRef)?.instance as ModuleRef;
}

function isRequest(request: unknown): request is object {
  return typeof request === "object" && request !== null;
}
