import {
  type ArgumentsHost,
  type CallHandler,
  type CanActivate,
  Catch,
  type ExceptionFilter,
  type ExecutionContext,
  Inject,
  Injectable,
  type NestInterceptor,
  NotFoundException,
  type Provider,
  SetMetadata,
} from "@nestjs/common";
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, HttpAdapterHost, Reflector } from "@nestjs/core";
import type { OutcomeReport } from "@numipay/core";
import { NumipayModule, OnNumipayEvent } from "@numipay/nestjs";
import { brokenInbox, exampleTransaction, signDelivery } from "@numipay/testing";
import { catchError, type Observable, of, tap } from "rxjs";
import { beforeEach, describe, expect, it } from "vitest";
import { platforms, quiet, serveApp, signaturePassword } from "./serve-app.js";

class NoDatabase extends Error {}

let caught: { by: string; type: string; error: unknown }[] = [];
beforeEach(() => {
  caught = [];
});

/** Always responds 200: the worst that a host's filter can do to a delivery. */
@Catch()
class ForgivingFilter implements ExceptionFilter {
  constructor(@Inject(HttpAdapterHost) private readonly host: HttpAdapterHost) {}
  catch(error: unknown, host: ArgumentsHost): void {
    caught.push({ by: "filter", type: host.getType(), error });
    this.host.httpAdapter.reply(host.switchToHttp().getResponse(), { filtered: true }, 200);
  }
}

@Catch()
class LoggingFilter implements ExceptionFilter {
  catch(): void {
    caught.push({ by: "filter", type: "http", error: undefined });
  }
}

const late: (() => unknown)[] = [];

@Catch()
class LateFilter implements ExceptionFilter {
  constructor(@Inject(HttpAdapterHost) private readonly host: HttpAdapterHost) {}
  catch(_error: unknown, host: ArgumentsHost): void {
    const response: unknown = host.switchToHttp().getResponse();
    late.push(() => this.host.httpAdapter.reply(response, { filtered: true }, 200));
  }
}

@Catch(NoDatabase)
class NarrowFilter extends ForgivingFilter {}

@Injectable()
class WatchingInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const error = (thrown: unknown): void => {
      caught.push({ by: "interceptor", type: context.getType(), error: thrown });
    };
    return next.handle().pipe(tap({ error }));
  }
}

@Injectable()
class Wallet {
  @OnNumipayEvent("deposit.successful")
  credit(): never {
    throw new NoDatabase("The database is unreachable.");
  }
}

const Public = () => SetMetadata("isPublic", true);

@Injectable()
class LoginGuard implements CanActivate {
  constructor(@Inject(Reflector) private readonly reflector: Reflector) {}
  canActivate(context: ExecutionContext): boolean {
    return (
      this.reflector.getAllAndOverride<boolean | undefined>("isPublic", [
        context.getHandler(),
        context.getClass(),
      ]) ?? false
    );
  }
}

/** Only reads the handler's metadata, as many guards do. */
@Injectable()
class HandlerLoginGuard extends LoginGuard {
  override canActivate(context: ExecutionContext): boolean {
    return Reflect.getMetadata("isPublic", context.getHandler()) === true;
  }
}

describe.each(platforms)("the webhook route on %s", (platform) => {
  it.each([ForgivingFilter, NarrowFilter])(
    "passes a handler's error to interceptors and %o",
    async (filter) => {
      const outcomes: OutcomeReport[] = [];
      const onOutcome = (report: OutcomeReport): void => void outcomes.push(report);
      const { url } = await serveApp(platform, {
        imports: [NumipayModule.forRoot({ ...quiet, onOutcome })],
        providers: [
          Wallet,
          { provide: APP_FILTER, useClass: filter },
          { provide: APP_INTERCEPTOR, useClass: WatchingInterceptor },
        ],
      });
      const delivery = signDelivery(exampleTransaction(), { signaturePassword });
      const response = await fetch(`${url}/webhooks/numipay`, delivery);
      // The filter's status is ignored, so that the gateway retries.
      expect(response.status).toBe(500);
      expect(await response.json()).toEqual({ filtered: true });
      expect(caught).toEqual([
        { by: "interceptor", type: "http", error: expect.any(NoDatabase) as unknown },
        { by: "filter", type: "http", error: expect.any(NoDatabase) as unknown },
      ]);
      expect(outcomes).toMatchObject([{ outcome: "handler-failed", status: 500 }]);
    },
  );

  /** What hosts do with an error instead of responding. */
  const silent: Record<string, Provider> = {
    "an interceptor that catches errors": {
      provide: APP_INTERCEPTOR,
      useValue: {
        intercept: (_context: unknown, next: CallHandler) =>
          next.handle().pipe(catchError(() => of({ ok: false }))),
      },
    },
    "a filter that only logs": { provide: APP_FILTER, useClass: LoggingFilter },
    "a filter that responds late": { provide: APP_FILTER, useClass: LateFilter },
  };

  it.each(Object.entries(silent))("responds despite %s", async (_what, provider) => {
    late.length = 0;
    const { url } = await serveApp(platform, {
      imports: [NumipayModule.forRoot(quiet)],
      providers: [Wallet, provider],
    });
    const delivery = signDelivery(exampleTransaction(), { signaturePassword });
    const response = await fetch(`${url}/webhooks/numipay`, delivery);
    expect([response.status, await response.json()]).toEqual([500, { outcome: "handler-failed" }]);
    // Does not throw.
    for (const respond of late) respond();
  });

  it("ignores the status of a handler's HttpException", async () => {
    @Injectable()
    class Picky {
      @OnNumipayEvent("*")
      credit(): never {
        throw new NotFoundException("The user does not exist.");
      }
    }
    const { deliver } = await serveApp(platform, {
      imports: [NumipayModule.forRoot(quiet)],
      providers: [Picky],
    });
    expect(await deliver()).toBe(500);
  });

  it("passes several errors as one AggregateError", async () => {
    @Injectable()
    class Second extends Wallet {}
    const { deliver } = await serveApp(platform, {
      imports: [NumipayModule.forRoot(quiet)],
      providers: [Wallet, Second, { provide: APP_FILTER, useClass: ForgivingFilter }],
    });
    expect(await deliver()).toBe(500);
    const [first] = caught;
    expect(first?.error).toBeInstanceOf(AggregateError);
    expect(first?.error).toHaveProperty("errors.length", 2);
  });

  it("passes the inbox's error to filters and responds 503", async () => {
    const { deliver } = await serveApp(platform, {
      imports: [NumipayModule.forRoot({ ...quiet, inbox: brokenInbox() })],
      providers: [{ provide: APP_FILTER, useClass: ForgivingFilter }],
    });
    expect(await deliver()).toBe(503);
    expect(caught).toHaveLength(1);
  });

  it("does not pass rejected deliveries to filters", async () => {
    const { deliver } = await serveApp(platform, {
      imports: [NumipayModule.forRoot(quiet)],
      providers: [{ provide: APP_FILTER, useClass: ForgivingFilter }],
    });
    const wrong = "some-other-signature-password-30-chars";
    expect(await deliver("/webhooks/numipay", exampleTransaction(), wrong)).toBe(401);
    expect(caught).toEqual([]);
  });

  it("is protected by global guards unless decorated", async () => {
    const status = async (guard: typeof LoginGuard, extras: object): Promise<number> => {
      const { deliver } = await serveApp(platform, {
        imports: [NumipayModule.forRoot({ ...quiet, ...extras })],
        providers: [{ provide: APP_GUARD, useClass: guard }],
      });
      return deliver();
    };
    expect(await status(LoginGuard, {})).toBe(403);
    expect(await status(LoginGuard, { controllerDecorators: [Public()] })).toBe(200);
    expect(await status(HandlerLoginGuard, { controllerDecorators: [Public()] })).toBe(403);
    expect(await status(HandlerLoginGuard, { routeDecorators: [Public()] })).toBe(200);
  });
});
