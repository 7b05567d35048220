import { createHash, timingSafeEqual } from "node:crypto";
import {
  type CanActivate,
  type ExecutionContext,
  ForbiddenException,
  Inject,
  Injectable,
  UnauthorizedException,
} from "@nestjs/common";
import { DeskSettings } from "../settings/desk-settings.js";
import { type DeskRequest, originOf } from "./origin-of.js";

const digest = (text: string) => createHash("sha256").update(text).digest();

/** Requires the office's password through Basic authentication, with any user name. */
@Injectable()
export class OfficeGuard implements CanActivate {
  constructor(@Inject(DeskSettings) private readonly settings: DeskSettings) {}

  canActivate(context: ExecutionContext): boolean {
    const http = context.switchToHttp();
    const request = http.getRequest<DeskRequest>();
    const [scheme, credentials = ""] = (request.get("authorization") ?? "").split(" ");
    const given = Buffer.from(credentials, "base64").toString("utf8");
    const password = given.slice(given.indexOf(":") + 1);
    if (
      scheme !== "Basic" ||
      !timingSafeEqual(digest(password), digest(this.settings.officePassword))
    ) {
      http
        .getResponse<{ set(name: string, value: string): void }>()
        .set("www-authenticate", 'Basic realm="Office", charset="UTF-8"');
      throw new UnauthorizedException("Missing or invalid office password.");
    }
    // Browsers also send the password with forms of other sites. Clients that are not browsers send no origin.
    const origin = request.get("origin");
    if (request.method !== "GET" && origin !== undefined) {
      if (origin !== originOf(request, this.settings)) {
        throw new ForbiddenException("Requests from other sites are not allowed.");
      }
    }
    return true;
  }
}
