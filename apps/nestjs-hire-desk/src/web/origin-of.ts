import type { DeskSettings } from "../settings/desk-settings.js";

/** The part of Express's request that the desk uses. */
export interface DeskRequest {
  readonly method: string;
  readonly protocol: string;
  get(header: string): string | undefined;
}

/** Returns the desk's origin: the configured one, or else the request's. */
export function originOf(request: DeskRequest, { publicUrl }: DeskSettings): string {
  return publicUrl ?? `${request.protocol}://${request.get("host")}`;
}
