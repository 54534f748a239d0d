/**
 * What simulated services need of each other. A model sees its neighbours only through these, so that each can be
 * built and tested alone; `lab/world.ts` connects them.
 */
import type { Journal } from "./journal";
import type { Network, Place } from "./network";
import type { RandomSource } from "./random";
import type { ApiCall } from "./service";
import type { VirtualClock } from "./virtual-clock";

/** The envelope of an EventBridge event, as rules match it and targets get it. */
export interface CloudEvent {
  readonly version: "0";
  readonly id: string;
  readonly "detail-type": string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface EventPort {
  /** An AWS service publishes on the default bus of its Region; delivery to targets is the bus's own matter. */
  publish(region: string, event: Pick<CloudEvent, "detail-type" | "source" | "resources" | "detail">): void;
}

export interface MetricPort {
  /** One datapoint, as `PutMetricData` would give it. */
  put(
    region: string,
    namespace: string,
    name: string,
    dimensions: Readonly<Record<string, string>>,
    value: number,
  ): void;
}

export interface FunctionPort {
  /** Invokes a function and waits for its answer. `functionError` is set when the handler threw; `payload` is JSON text. */
  invoke(
    functionArn: string,
    payload: unknown,
    options: { readonly timeoutMs?: number },
  ): Promise<{ readonly payload: string; readonly functionError?: string }>;
  /** Whether an invocation now would meet the sandbox that answered last, warm, free and whole. */
  repeatsAnswer(functionArn: string): boolean;
}

export interface ServiceCallPort {
  /**
   * A call that one AWS service makes on another, under a role it was given or in its own name (`caller.arn` is then
   * `aws:<service>`, `caller.sourceArn` the rule, alarm or topic behind it). The caller's model judges the role's
   * policies; the called model judges its resource policy. Never settles while the called service cannot be reached.
   */
  call(call: Omit<ApiCall, "requestId">): Promise<unknown>;
}

/** Names in lower case. */
export type HttpHeaders = Readonly<Record<string, string>>;

export interface HttpAnswer {
  /** Null: nothing answered within the time that the caller was willing to wait. */
  readonly status: number | null;
  readonly body: string;
  /** Only where somebody may care: the application's own answers have none. */
  readonly headers?: HttpHeaders;
}

export interface WebPort {
  /** One HTTPS request over the simulated internet; resolves when the answer arrives or the timeout passes. */
  request(
    from: Place,
    method: "GET" | "PUT" | "POST",
    url: string,
    body: string,
    timeoutMs: number,
    headers?: HttpHeaders,
    /** Where to ask, whatever the host's name leads to. */
    address?: string,
  ): Promise<HttpAnswer>;
  /** The answer that a GET would get now, where telling it runs no function (the application); undefined elsewhere. */
  answerNow?(from: Place, url: string): HttpAnswer | undefined;
  /** Moves whenever something changed that answers of functions depend on: a table, who reaches whom, a fault. */
  revision?(): number;
  /**
   * Whether a GET now would go the way of the last one to the same answer, the revision being the same: it arrives, no
   * throttle refuses it, and the very sandbox takes it that answered last. It then counts as sent.
   */
  repeatsAnswer?(from: Place, url: string): boolean;
}

/**
 * An established connection to a database. Security groups are asked only when it is opened, so a group change leaves
 * it alone; a reboot ends it (aws-facts: RDS).
 */
export interface DatabaseConnection {
  /** Whether a write arriving now would be acknowledged. */
  accepts(): boolean;
  /** Commits `count` writes numbered from `firstId`, all or none; false when they are refused or nobody answers. */
  write(firstId: number, count: number): boolean;
}

/** The database as the application sees it: the writer of one Region. */
export interface DatabasePort {
  /** Null when the instance does not answer or its security groups admit nobody. */
  connect(region: string, instanceId: string): DatabaseConnection | null;
}

export interface TargetHealthPort {
  /** Healthy registered targets of a target group. */
  healthyCount(targetGroupArn: string): number;
}

/** Judges what a role may do, by the synthesized policies. Service models call it for what AWS does on a role's behalf. */
export interface IamPort {
  /** Throws an `AwsError` AccessDenied (and records the refusal) unless the role's policies allow the action. */
  assertAllowed(roleArn: string, action: string, resourceArn: string, context?: Readonly<Record<string, string>>): void;
  /** The same unless the role's trust policy lets a service (`states.amazonaws.com`) assume it. */
  assertAssumable(roleArn: string, servicePrincipal: string): void;
}

/** A deployed function, as the Lambda model knows it. */
export interface FunctionDescription {
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  readonly roleArn: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  /** Source of the handler, from the template's metadata `baton:entry`. */
  readonly entry: string;
  /** Folder of the bundled code in the cloud assembly; holds `plan.json`. */
  readonly assetFolder: string;
}

export type LoadedHandler = (
  event: unknown,
  invocation: { readonly awsRequestId: string; getRemainingTimeInMillis(): number },
) => Promise<unknown>;

/** Of one sandbox. Once it is over, nothing that its code still does takes effect. */
export interface SandboxLife {
  readonly isOver: boolean;
  /** Told of every call to an AWS API that has been answered, before the code hears of it. */
  onAnswer?(): void;
}

/** Builds a sandbox of a function: its factory, its environment, SDK clients on the lab's wire under the function's role. */
export interface FunctionLoaderPort {
  load(description: FunctionDescription, life: SandboxLife): LoadedHandler;
}

/** What every model is built from. */
export interface LabContext {
  readonly accountId: string;
  readonly clock: VirtualClock;
  readonly random: RandomSource;
  readonly network: Network;
  readonly journal: Journal;
  readonly events: EventPort;
  readonly metrics: MetricPort;
  readonly functions: FunctionPort;
  readonly services: ServiceCallPort;
  readonly web: WebPort;
  readonly iam: IamPort;
  readonly loader: FunctionLoaderPort;
}
