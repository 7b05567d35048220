import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  Logger,
} from "@nestjs/common";
import { isNumipayError } from "@numipay/core";

/**
 * Answers and logs errors without what was sent. A body parser's error holds the body, and the words of `JSON.parse`
 * quote it: here that may be a card.
 */
@Catch()
export class QuietErrors implements ExceptionFilter {
  readonly #logger = new Logger(QuietErrors.name);

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
    // The library's messages are free of secrets.
    if (isNumipayError(error)) {
      this.#logger.error(error.message);
      return { status: 502, message: "The gateway did not take it" };
    }
    // A parser's. The desk throws no 400 of its own, so that the two can be told apart.
    const { status } = new Object(error) as { status?: unknown };
    if (typeof status === "number" && status < 500) {
      return { status, message: "The request cannot be read" };
    }
    this.#logger.error(whereOf(error));
    return { status: 500, message: "That did not work" };
  }
}

/** The kind of an error, and the line it came from: its message may hold anything. */
function whereOf(error: unknown): string {
  if (!(error instanceof Error)) return "Something that is no error was thrown";
  return `${error.name} ${/^ +at .*$/m.exec(error.stack ?? "")?.[0].trim() ?? ""}`.trim();
}
