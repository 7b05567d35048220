import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  Logger,
} from "@nestjs/common";
import { isNumipayError } from "@numipay/core";

/**
 * Keeps request data out of error responses and logs. A body parser's error contains the body, which can include a card
 * number.
 */
@Catch()
export class RedactingExceptionFilter implements ExceptionFilter {
  readonly #logger = new Logger(RedactingExceptionFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<{
      headersSent: boolean;
      status(code: number): { json(body: object): void };
    }>();
    const { status, message } = this.#read(error);
    if (!response.headersSent) response.status(status).json({ error: message });
  }

  #read(error: unknown): { status: number; message: string } {
    if (error instanceof HttpException && error.getStatus() !== 400) {
      return { status: error.getStatus(), message: error.message };
    }
    // The library's messages contain no secrets.
    if (isNumipayError(error)) {
      this.#logger.error(error.message);
      return { status: 502, message: "The payment gateway rejected the request." };
    }
    // An error of the body parser. The desk itself throws no 400.
    const { status } = new Object(error) as { status?: unknown };
    if (typeof status === "number" && status < 500) {
      return { status, message: "The request could not be parsed." };
    }
    this.#logger.error(describeOrigin(error));
    return { status: 500, message: "Internal server error." };
  }
}

/** Returns the error's name and origin, without its message, which may contain request data. */
function describeOrigin(error: unknown): string {
  if (!(error instanceof Error)) return "A value that is not an Error was thrown";
  return `${error.name} ${/^ +at .*$/m.exec(error.stack ?? "")?.[0].trim() ?? ""}`.trim();
}
