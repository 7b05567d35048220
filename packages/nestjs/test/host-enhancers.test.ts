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
  SetMetadata,
} from "@nestjs/common";
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, HttpAdapterHost, Reflector } from "@nestjs/core";
import type { OutcomeReport } from "@numipay/core";
import { NumipayModule, OnNumipayEvent } from "@numipay/nestjs";
import { brokenInbox, exampleTransaction, signDelivery } from "@numipay/testing";
import { type Observable, tap } from "rxjs";
import { beforeEach, describe, expect, test } from "vitest";
import { platforms, quiet, serveApp, signaturePassword } from "./serve-app.js";

class NoDatabase extends Error {}

let caught: { by: string; type: string; error: unknown }[] = [];
beforeEach(() => {
  caught = [];
});

/** Answers 200 to everything, the worst that a host's filter can do to a delivery. */
@Catch()
class ForgivingFilter implements ExceptionFilter {
  constructor(@Inject(HttpAdapterHost) private readonly host: HttpAdapterHost) {}
  catch(error: unknown, host: ArgumentsHost): void {
    caught.push({ by: "filter", type: host.getType(), error });
    this.host.httpAdapter.reply(host.switchToHttp().getResponse(), { sorry: true }, 200);
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
    throw new NoDatabase("no database");
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

/** As many guards of hosts do, it looks at the handler alone. */
@Injectable()
class HandlerLoginGuard extends LoginGuard {
  override canActivate(context: ExecutionContext): boolean {
    return Reflect.getMetadata("isPublic", context.getHandler()) === true;
  }
}

describe.each(platforms)("on %s", (platform) => {
  test.each([ForgivingFilter, NarrowFilter])(
    "a handler's error reaches the host's interceptor and %o, and the gateway hears 500 whatever the filter says",
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
      const answer = await fetch(`${url}/webhooks/numipay`, delivery);
      expect(answer.status).toBe(500);
      expect(await answer.json()).toEqual({ sorry: true });
      expect(caught).toEqual([
        { by: "interceptor", type: "http", error: expect.any(NoDatabase) as unknown },
        { by: "filter", type: "http", error: expect.any(NoDatabase) as unknown },
      ]);
      expect(outcomes).toMatchObject([{ outcome: "handler-failed", status: 500 }]);
    },
  );

  test("an HttpException of a handler is no answer to the gateway", async () => {
    @Injectable()
    class Picky {
      @OnNumipayEvent("*")
      credit(): never {
        throw new NotFoundException("no such user");
      }
    }
    const { deliver } = await serveApp(platform, {
      imports: [NumipayModule.forRoot(quiet)],
      providers: [Picky],
    });
    expect(await deliver()).toBe(500);
  });

  test("several handlers that fail are told as one AggregateError", async () => {
    @Injectable()
    class Second extends Wallet {}
    const { deliver } = await serveApp(platform, {
      imports: [NumipayModule.forRoot(quiet)],
      providers: [Wallet, Second, { provide: APP_FILTER, useClass: ForgivingFilter }],
    });
    expect(await deliver()).toBe(500);
    const [told] = caught;
    expect(told?.error).toBeInstanceOf(AggregateError);
    expect(told?.error).toHaveProperty("errors.length", 2);
  });

  test("what the inbox throws reaches the filter too, and the gateway hears 503", async () => {
    const { deliver } = await serveApp(platform, {
      imports: [NumipayModule.forRoot({ ...quiet, inbox: brokenInbox() })],
      providers: [{ provide: APP_FILTER, useClass: ForgivingFilter }],
    });
    expect(await deliver()).toBe(503);
    expect(caught).toHaveLength(1);
  });

  test("refused deliveries are no exceptions: filters do not see them", async () => {
    const { deliver } = await serveApp(platform, {
      imports: [NumipayModule.forRoot(quiet)],
      providers: [{ provide: APP_FILTER, useClass: ForgivingFilter }],
    });
    const wrong = "some-other-signature-password-30-chars";
    expect(await deliver("/webhooks/numipay", exampleTransaction(), wrong)).toBe(401);
    expect(caught).toEqual([]);
  });

  test("a global guard stands before the webhook, and decorators that are passed in open it", async () => {
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
