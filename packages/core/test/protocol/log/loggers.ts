import { Writable } from "node:stream";
import pino, { type Logger as PinoLogger, type LoggerOptions } from "pino";
import winston, {
  type Logger as WinstonLogger,
  type LoggerOptions as WinstonOptions,
} from "winston";

/** One line of a logger that writes JSON. */
export type Line = Record<string, unknown>;

/** Collects the lines that a logger writes. */
export function createLines(): { lines: Line[]; raw: string[]; stream: Writable } {
  const lines: Line[] = [];
  const raw: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      raw.push(String(chunk));
      lines.push(JSON.parse(String(chunk)) as Line);
      done();
    },
  });
  return { lines, raw, stream };
}

export function openPino(options: LoggerOptions = {}): { logger: PinoLogger; lines: Line[] } {
  const { lines, stream } = createLines();
  return { logger: pino(options, stream), lines };
}

export function openWinston(options: WinstonOptions = {}): {
  logger: WinstonLogger;
  lines: Line[];
  raw: string[];
} {
  const { lines, raw, stream } = createLines();
  const transports = [new winston.transports.Stream({ stream })];
  return {
    logger: winston.createLogger({ format: winston.format.json(), transports, ...options }),
    lines,
    raw,
  };
}
