/**
 * The server side of AWS: reads a request, asks IAM, asks the model, puts the answer in the form that the caller wants. It
 * knows no network; `Connections` puts one in front of it, and so could a real HTTP server.
 */
import { type Disturbances, LostReply } from "../kernel/disturbances";
import type { Journal } from "../kernel/journal";
import { andThen, attempt, type Later } from "../kernel/later";
import type { Network } from "../kernel/network";
import type { RandomSource } from "../kernel/random";
import { type ApiCall, AwsError, type ServiceModel } from "../kernel/service";
import type { VirtualClock } from "../kernel/virtual-clock";
import { CallLog, type CallOutcome } from "./call-log";
import { LabCredentials } from "./credentials";
import type { Form } from "./form";
import type { WireHttpRequest } from "./http";
import { type Incoming, identify } from "./incoming";
import type { Interceptor } from "./interceptor";
import { assertRequiredMembers } from "./required-members";
import { wireErrorOf } from "./wire-error";

export interface WireParts {
  readonly clock: VirtualClock;
  readonly random: RandomSource;
  readonly network: Network;
  readonly journal: Journal;
  readonly disturbances: Disturbances;
  /** The model of a service in a Region, by SigV4 signing name. */
  readonly services: (signingName: string, region: string) => ServiceModel | undefined;
  /** Throws an `AwsError` when IAM refuses the call: `LabIam.authorize`. */
  readonly authorize: (call: ApiCall) => void;
}

/** What became of a request, beside its answer. */
export interface Served<Answer> {
  readonly answer: Answer;
  readonly outcome: CallOutcome;
  readonly errorCode?: string;
}

export class Wire {
  readonly credentials = new LabCredentials();
  readonly calls = new CallLog();
  readonly interceptors: Interceptor[] = [];
  /** Errors that no AWS service would answer: bugs of a model or gaps of the lab. A drill with any has proved nothing. */
  readonly defects: Error[] = [];
  private readonly random: RandomSource;

  constructor(readonly parts: WireParts) {
    this.random = parts.random.fork("wire");
  }

  identify(request: WireHttpRequest): Incoming {
    return identify(request, this.credentials);
  }

  /** @throws LostReply when the answer never arrives; or rejects with it */
  serve<Answer>(incoming: Incoming, form: Form<Answer>): Later<Served<Answer>> {
    const requestId = this.random.uuid();
    return attempt<Served<Answer>>(
      () =>
        andThen(
          andThen(form.input(), (input) => this.answer(callOf(incoming, input, requestId))),
          (output) => ({ answer: form.answer(output, requestId), outcome: "answered" }),
        ),
      (thrown) => {
        if (thrown instanceof LostReply) throw thrown;
        const error = wireErrorOf(incoming.service, this.asAwsError(thrown, incoming));
        const outcome = thrown instanceof Refusal ? "refused" : "failed";
        return { answer: form.error(error, requestId), outcome, errorCode: error.code };
      },
    );
  }

  private answer(call: ApiCall): Later<unknown> {
    this.authorize(call);
    return this.parts.disturbances.around(call, () => this.askModel(call));
  }

  private authorize(call: ApiCall): void {
    try {
      this.parts.authorize(call);
    } catch (thrown) {
      throw thrown instanceof AwsError ? new Refusal(thrown) : thrown;
    }
  }

  private askModel(call: ApiCall): Later<unknown> {
    const output = andThen(this.intercept("beforeModel", call), () => this.modelFor(call).handle(call));
    return andThen(output, (known) => andThen(this.intercept("afterModel", call), () => known));
  }

  /** One after another. */
  private intercept(moment: "beforeModel" | "afterModel", call: ApiCall): Later<void> {
    return this.interceptors.reduce<Later<void>>(
      (before, interceptor) => andThen(before, () => interceptor[moment]?.(call)),
      undefined,
    );
  }

  private modelFor({ service, region, operation }: ApiCall): ServiceModel {
    const model = this.parts.services(service, region);
    if (!model) throw new Error(`The lab has no model of ${service} in ${region} (asked for ${operation}).`);
    return model;
  }

  private asAwsError(thrown: unknown, { service, region, named }: Incoming): AwsError {
    if (thrown instanceof AwsError) return thrown;
    const defect = thrown instanceof Error ? thrown : new Error(String(thrown));
    this.defects.push(defect);
    const summary = `The lab failed at ${service.signingName} ${named.operation[2]}: ${defect.message}`;
    this.parts.journal.record({ place: region, actor: "lab", kind: "lab-defect", summary });
    return new AwsError("InternalFailure", summary, 500);
  }
}

/** An `AwsError` that came from IAM, so that the log can tell it from a model's own refusal. */
class Refusal extends AwsError {
  constructor({ code, message, status, members }: AwsError) {
    super(code, message, status, members);
  }
}

/** @throws AwsError when a required member is missing */
function callOf({ region, caller, service, named }: Incoming, input: ApiCall["input"], requestId: string): ApiCall {
  assertRequiredMembers(service.signingName, named.operation[4], input);
  return { service: service.signingName, operation: named.operation[2], input, region, caller, requestId };
}
