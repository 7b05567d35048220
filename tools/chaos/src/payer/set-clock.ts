import type { ClockFault } from "./settings.js";

const hourMs = 3_600_000;
/** How often a jumping clock jumps, in milliseconds. */
const jumpMs = 40;

/** Makes `Date` wrong in this process. Monotonic clocks stay right. */
export function setClock(fault: ClockFault | undefined) {
  if (fault === undefined) return;
  const RealDate = Date;
  const offset = () => {
    if (fault === "ahead") return hourMs;
    if (fault === "behind") return -hourMs;
    return Math.floor(performance.now() / jumpMs) % 2 === 0 ? hourMs : -hourMs;
  };
  const now = () => RealDate.now() + offset();
  globalThis.Date = new Proxy(RealDate, {
    construct(target, args: unknown[], newTarget) {
      return Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as Date;
    },
    get: (target, name) => (name === "now" ? now : (Reflect.get(target, name) as unknown)),
  });
}
