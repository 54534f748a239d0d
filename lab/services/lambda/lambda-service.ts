/** AWS Lambda of one Region: the real handlers, in sandboxes, with Lambda's limits. Signing name `lambda`. */
import type { LabContext } from "../../kernel/ports";
import type { Provisioned, Provisioner, ProvisionRequest, Provisions } from "../../kernel/provision";
import type { RandomSource } from "../../kernel/random";
import { type ApiCall, AwsError, type ServiceModel } from "../../kernel/service";
import { parseArn, physicalName } from "../platform/arns";
import { optionalText, requiredText } from "../platform/input";
import { type Operations, perform } from "../platform/operations";
import { Properties } from "../platform/properties";
import { assertResourceAccess } from "../platform/resource-policy";
import { invokeLater } from "./asynchronous";
import { type FunctionRecord, readAsynchronousConfig, readFunction } from "./function-record";
import { type Answer, type FunctionFault, Invoker } from "./invocation";
import { encodePayload, readPayload } from "./payload";
import { permissionStatement } from "./permission";
import { Sandboxes } from "./sandboxes";

interface Deployed {
  readonly record: FunctionRecord;
  /** What goes wrong at every call, whatever it is asked; a scenario's handle. */
  fault: FunctionFault | null;
  /** One for each of the next invocations: after how many answered calls it dies; a scenario's handle. */
  deaths: number[];
  readonly sandboxes: Sandboxes;
}

export class LambdaService implements ServiceModel, Provisions {
  readonly provisioners: Readonly<Record<string, Provisioner>> = {
    "AWS::Lambda::Function": (request) => this.provisionFunction(request),
    "AWS::Lambda::Permission": (request) => this.provisionPermission(request),
    "AWS::Lambda::EventInvokeConfig": (request) => this.provisionEventInvokeConfig(request),
  };
  private readonly random: RandomSource;
  private readonly invoker: Invoker;
  private readonly functions = new Map<string, Deployed>();
  private readonly functionsByArn = new Map<string, Deployed>();
  private readonly listeners: ((functionName: string, seconds: number) => void)[] = [];
  private readonly operations: Operations = {
    Invoke: (call) => this.answerInvoke(call),
    GetFunctionConfiguration: ({ input }) => this.describe(this.find(requiredText(input, "FunctionName")).record),
  };

  constructor(
    private readonly lab: LabContext,
    private readonly region: string,
  ) {
    this.random = lab.random.fork(`lambda/${region}`);
    this.invoker = new Invoker(lab, this.random);
  }

  handle(call: ApiCall): unknown {
    return perform(this.operations, call);
  }

  /** `FunctionPort`: the lab itself invokes (CloudFormation's custom resources), so no policy is asked. */
  invokeDirectly(functionArn: string, payload: unknown): Promise<Answer> {
    return this.run(this.find(functionArn), payload);
  }

  /** `FunctionPort`: whether the sandbox that answered last would answer again, without a start or a throttle. */
  repeatsAnswer(functionArn: string): boolean {
    const { fault, deaths, sandboxes } = this.find(functionArn);
    return fault === null && deaths.length === 0 && sandboxes.reuseLast();
  }

  /** Told of every invocation that reached a sandbox, when it ends, with how long it took. */
  onInvocation(listener: (functionName: string, seconds: number) => void): void {
    this.listeners.push(listener);
  }

  /** Every function deployed here. */
  deployedFunctions(): readonly FunctionRecord[] {
    return [...this.functions.values()].map(({ record }) => record);
  }

  /** From now on the function fails before its handler is reached, as after a deployment that went wrong. */
  breakFunction(name: string, how: FunctionFault): void {
    this.find(name).fault = how;
  }

  /** The next invocations are killed when so many of their calls to AWS APIs have been answered. */
  killInvocations(name: string, afterCalls: number, times: number): void {
    this.find(name).deaths.push(...Array.from({ length: times }, () => afterCalls));
  }

  mendFunction(name: string): void {
    this.find(name).fault = null;
  }

  /** A mended deployment: every function runs its handler again. */
  mendFunctions(): void {
    for (const target of this.functions.values()) Object.assign(target, { fault: null, deaths: [] });
  }

  private async answerInvoke({ input, caller }: ApiCall): Promise<unknown> {
    const target = this.find(requiredText(input, "FunctionName"));
    assertResourceAccess(
      this.lab,
      { Statement: target.record.permissions },
      { caller, action: "lambda:InvokeFunction", resourceArn: target.record.arn, refusalCode: "AccessDeniedException" },
    );
    const type = optionalText(input, "InvocationType") ?? "RequestResponse";
    const event = readPayload(input.Payload, type);
    if (type === "DryRun") return { StatusCode: 204 };
    if (type !== "Event") return described(await this.run(target, event));
    void invokeLater(this.lab, target.record, event, () => this.run(target, event));
    return { StatusCode: 202 };
  }

  private async run({ record, sandboxes, fault, deaths }: Deployed, event: unknown): Promise<Answer> {
    try {
      const startedAtMs = this.lab.clock.now();
      const answer = fault
        ? await this.invoker.fail(record, fault)
        : await this.invoker.run(record, sandboxes, event, deaths.shift() ?? null);
      this.count(record, "Invocations", 1);
      this.count(record, "Errors", answer.functionError === undefined ? 0 : 1);
      if (answer.functionError !== undefined) this.tellFailure(record, answer);
      const tookMs = this.lab.clock.now() - startedAtMs;
      this.count(record, "Duration", tookMs);
      for (const listener of this.listeners) listener(record.name, tookMs / 1000);
      return answer;
    } catch (error) {
      if (error instanceof AwsError && error.status === 429) this.count(record, "Throttles", 1);
      throw error;
    }
  }

  private tellFailure({ name }: FunctionRecord, { payload }: Answer): void {
    const summary = `The function ${name} has failed: ${payload}`;
    const facts = { functionName: name, payload };
    this.lab.journal.record({ place: this.region, actor: "lambda", kind: "function-failed", summary, facts });
  }

  private count({ name }: FunctionRecord, metric: string, value: number): void {
    this.lab.metrics.put(this.region, "AWS/Lambda", metric, { FunctionName: name }, value);
  }

  /** By name, full ARN or partial ARN; versions and aliases are not simulated. */
  private find(nameOrArn: string): Deployed {
    const known = this.functionsByArn.get(nameOrArn);
    if (known) return known;
    const name = nameOrArn.split(":function:").at(-1) ?? "";
    const isHere = !nameOrArn.startsWith("arn:") || parseArn(nameOrArn).region === this.region;
    const deployed = this.functions.get(name);
    if (deployed && isHere) return deployed;
    const arn = `arn:aws:lambda:${this.region}:${this.lab.accountId}:function:${name}`;
    throw new AwsError("ResourceNotFoundException", `Function not found: ${arn}`, 404);
  }

  private describe({ name, arn, roleArn, timeoutSeconds, memoryMegabytes }: FunctionRecord): unknown {
    const sizes = { Timeout: timeoutSeconds, MemorySize: memoryMegabytes };
    return { FunctionName: name, FunctionArn: arn, Role: roleArn, ...sizes, State: "Active", Version: "$LATEST" };
  }

  private provisionFunction(request: ProvisionRequest): Provisioned {
    const arnPrefix = `arn:aws:lambda:${this.region}:${this.lab.accountId}`;
    const record = readFunction(request, arnPrefix, physicalName(request, this.random));
    if (this.functions.has(record.name)) throw new Error(`function ${record.name} exists`);
    // "The role defined for the function cannot be assumed by Lambda": refused at creation [doc].
    this.lab.iam.assertAssumable(record.roleArn, "lambda.amazonaws.com");
    const deployed: Deployed = { record, sandboxes: new Sandboxes(this.lab, record), fault: null, deaths: [] };
    this.functions.set(record.name, deployed);
    this.functionsByArn.set(record.arn, deployed);
    return { ref: record.name, attributes: { Arn: record.arn } };
  }

  private provisionPermission(request: ProvisionRequest): Provisioned {
    const properties = Properties.of(request);
    const { record } = this.find(properties.text("FunctionName"));
    record.permissions.push(permissionStatement(properties, record.arn, request.logicalId));
    properties.finish();
    return { ref: request.logicalId, attributes: { Id: request.logicalId } };
  }

  private provisionEventInvokeConfig(request: ProvisionRequest): Provisioned {
    const properties = Properties.of(request);
    const { record } = this.find(properties.text("FunctionName"));
    record.asynchronous = readAsynchronousConfig(properties);
    properties.finish(["Qualifier"]);
    return { ref: `${record.name}|$LATEST`, attributes: {} };
  }
}

function described({ payload, functionError }: Answer): unknown {
  const Payload = encodePayload(payload);
  return {
    StatusCode: 200,
    ExecutedVersion: "$LATEST",
    Payload,
    ...(functionError && { FunctionError: functionError }),
  };
}
