/** A small cloud for tests: the real platform models of two Regions on one virtual clock, reachable through one network. */

import { Disturbances } from "../../../../lab/kernel/disturbances";
import { Journal, type JournalEntry } from "../../../../lab/kernel/journal";
import { Network } from "../../../../lab/kernel/network";
import type { LabContext, LoadedHandler, SandboxLife } from "../../../../lab/kernel/ports";
import type { Provisioned } from "../../../../lab/kernel/provision";
import { RandomSource } from "../../../../lab/kernel/random";
import { AwsError } from "../../../../lab/kernel/service";
import { VirtualClock } from "../../../../lab/kernel/virtual-clock";
import { ApiGatewayService } from "../../../../lab/services/apigateway/apigateway-service";
import { CertificateService } from "../../../../lab/services/certificates/certificate-service";
import { CloudWatchService } from "../../../../lab/services/cloudwatch/cloudwatch-service";
import { EventBridgeService } from "../../../../lab/services/eventbridge/eventbridge-service";
import { KmsService } from "../../../../lab/services/kms/kms-service";
import { LambdaService } from "../../../../lab/services/lambda/lambda-service";
import { LogsService } from "../../../../lab/services/logs/logs-service";
import { parseArn } from "../../../../lab/services/platform/arns";
import { SchedulerService } from "../../../../lab/services/scheduler/scheduler-service";
import { SnsService } from "../../../../lab/services/sns/sns-service";
import { SqsService } from "../../../../lab/services/sqs/sqs-service";
import { SsmService } from "../../../../lab/services/ssm/ssm-service";
import { StepFunctionsService } from "../../../../lab/services/stepfunctions/stepfunctions-service";
import { StsService } from "../../../../lab/services/sts/sts-service";
import { ServiceDirectory } from "../../../../lab/world/service-directory";

export const ACCOUNT = "123456789012";
export const HOME = "eu-west-1";
export const AWAY = "us-east-1";
export const START_MS = Date.UTC(2026, 0, 1, 12, 0, 0);
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/test`;

export class TestCloud {
  readonly clock = new VirtualClock(START_MS);
  readonly random: RandomSource;
  readonly network: Network;
  readonly journal = new Journal(() => this.clock.now());
  readonly directory: ServiceDirectory;
  /** Handlers by the entry that a template names. */
  readonly handlers = new Map<string, LoadedHandler>();
  /** Actions that every role lacks. */
  readonly deniedActions = new Set<string>();
  /** Services that no role's trust policy names. */
  readonly distrusted = new Set<string>();
  /** Of every sandbox so far, oldest first. */
  readonly lives: SandboxLife[] = [];
  private readonly regions = new Map<string, ReturnType<TestCloud["build"]>>();

  constructor(seed = 1) {
    this.random = new RandomSource(seed);
    this.network = new Network(this.random.fork("network"));
    this.directory = new ServiceDirectory({
      clock: this.clock,
      random: this.random,
      network: this.network,
      disturbances: new Disturbances(this.clock),
    });
    for (const region of [HOME, AWAY]) this.regions.set(region, this.build(region));
  }

  in(region: string): ReturnType<TestCloud["build"]> {
    const services = this.regions.get(region);
    if (!services) throw new Error(`no Region ${region} in this test`);
    return services;
  }

  create(region: string, type: string, logicalId: string, properties: object, entry?: string): Promise<Provisioned> {
    const provisioner = this.directory.provisioners(region)[type];
    if (!provisioner) throw new Error(`nobody creates ${type}`);
    const metadata = entry === undefined ? {} : { "baton:entry": entry };
    const request = { logicalId, stackName: "Test", region, metadata, assemblyFolder: "/assembly" };
    return Promise.resolve(provisioner({ ...request, properties: { ...properties } }));
  }

  createFunction(region: string, name: string, handler: LoadedHandler, properties: object = {}): Promise<Provisioned> {
    this.handlers.set(name, handler);
    const all = {
      FunctionName: name,
      Role: ROLE,
      Code: { S3Key: "hash.zip" },
      Handler: "index.handler",
      ...properties,
    };
    return this.create(region, "AWS::Lambda::Function", name, all, name);
  }

  /** A call by a role of the same Region; virtual time moves on while it is under way. */
  async call<Answer>(service: string, operation: string, input: object, region = HOME): Promise<Answer> {
    const caller = { arn: ROLE, region };
    return this.finish(
      this.directory.call({ service, operation, input: { ...input }, region, caller }) as Promise<Answer>,
    );
  }

  /** Lets virtual time pass until a promise settles, one hour at most. */
  async finish<Value>(promise: Promise<Value>): Promise<Value> {
    let isSettled = false;
    const watched = promise.finally(() => {
      isSettled = true;
    });
    watched.catch(() => {});
    await this.clock.run(this.clock.now() + 3_600_000, () => isSettled);
    if (!isSettled) throw new Error("still waiting after an hour of virtual time");
    return watched;
  }

  async pass(seconds: number): Promise<void> {
    await this.clock.run(this.clock.now() + seconds * 1000);
  }

  recorded(kind: string): readonly JournalEntry[] {
    return this.journal.entries.filter((entry) => entry.kind === kind);
  }

  private context(): LabContext {
    return {
      accountId: ACCOUNT,
      clock: this.clock,
      random: this.random,
      network: this.network,
      journal: this.journal,
      services: this.directory,
      events: { publish: (region, event) => this.in(region).events.publish(event) },
      metrics: {
        put: (region, namespace, name, dimensions, value) =>
          this.in(region).cloudwatch.put(namespace, name, dimensions, value),
      },
      functions: {
        invoke: () => Promise.reject(new Error("no test invokes directly")),
        repeatsAnswer: (arn) => this.in(parseArn(arn).region).lambda.repeatsAnswer(arn),
      },
      web: { request: () => Promise.reject(new Error("no test goes to the web")) },
      iam: {
        assertAllowed: (roleArn, action, resource) => {
          if (!this.deniedActions.has(action)) return;
          throw new AwsError("AccessDenied", `${roleArn} may not ${action} on ${resource}`, 403);
        },
        assertAssumable: (roleArn, service) => {
          if (this.distrusted.has(service))
            throw new AwsError("AccessDenied", `${service} may not assume ${roleArn}`, 403);
        },
      },
      loader: {
        load: ({ entry }, life) => {
          this.lives.push(life);
          const handler = this.handlers.get(entry);
          if (!handler) throw new Error(`no handler ${entry}`);
          return handler;
        },
      },
    };
  }

  private build(region: string) {
    const lab = this.context();
    const services = {
      cloudwatch: new CloudWatchService(lab, region),
      events: new EventBridgeService(lab, region),
      scheduler: new SchedulerService(lab, region),
      sqs: new SqsService(lab, region),
      sns: new SnsService(lab, region),
      lambda: new LambdaService(lab, region),
      states: new StepFunctionsService(lab, region),
      apigateway: new ApiGatewayService(lab, region),
      kms: new KmsService(lab, region),
      ssm: new SsmService(lab, region),
      logs: new LogsService(lab, region),
      acm: new CertificateService(lab, region),
      sts: new StsService(lab, region),
    };
    for (const [name, model] of Object.entries(services)) {
      this.directory.add(name === "cloudwatch" ? "monitoring" : name, region, model);
      this.directory.addProvisioners(region, model);
    }
    return services;
  }
}
