import type { DeskSettings } from "../settings/desk-settings.js";

/** The part of Express' request that the desk reads. */
export interface DeskRequest {
  readonly method: string;
  readonly protocol: string;
  get(header: string): string | undefined;
}

/** Where the desk is reached: its configured address, else the one that this request names. */
export function originOf(request: DeskRequest, { publicUrl }: DeskSettings): string {
  return publicUrl ?? `${request.protocol}://${request.get("host")}`;
}
