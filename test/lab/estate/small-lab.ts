/** A lab just large enough for the estate's services: clock, network, journal, and a web that answers as told. */
import type { RegionalServices, ServicePair } from "../../../lab/estate/regional-services";
import { DEFAULT_TIMINGS, type Timings } from "../../../lab/estate/timings";
import { Journal } from "../../../lab/kernel/journal";
import { Network } from "../../../lab/kernel/network";
import type { HttpAnswer, LabContext } from "../../../lab/kernel/ports";
import { RandomSource } from "../../../lab/kernel/random";
import type { ServiceModel } from "../../../lab/kernel/service";
import { VirtualClock } from "../../../lab/kernel/virtual-clock";
import { AutoScalingService } from "../../../lab/services/autoscaling/autoscaling-service";
import { Ec2Service } from "../../../lab/services/ec2/ec2-service";
import { Elbv2Service } from "../../../lab/services/elbv2/elbv2-service";
import { RdsService } from "../../../lab/services/rds/rds-service";
import { type Plan, planSchema } from "../../../orchestrator/plan";
import { plan as storefront } from "../../../plans/storefront";

export const START_MS = Date.UTC(2026, 0, 5, 9, 0, 20);
export const PLAN: Plan = planSchema.parse(storefront);

export interface MetricPoint {
  readonly region: string;
  readonly name: string;
  readonly value: number;
  readonly atMs: number;
}

export interface SmallLab {
  readonly lab: LabContext;
  readonly metrics: MetricPoint[];
  /** What services published. */
  readonly events: readonly { readonly region: string; readonly detail: unknown }[];
  /** What models asked of IAM, all of it allowed. */
  readonly asked: readonly { readonly roleArn: string; readonly action: string; readonly resource: string }[];
  /** What every URL answers; a scenario's to change. */
  readonly web: { answer: (url: string) => HttpAnswer; asked: number };
  runFor(seconds: number): Promise<void>;
}

const unused = (): never => {
  throw new Error("The estate does not use this port.");
};

export function smallLab(seed = 7): SmallLab {
  const clock = new VirtualClock(START_MS);
  const random = new RandomSource(seed);
  const metrics: MetricPoint[] = [];
  const events: { readonly region: string; readonly detail: unknown }[] = [];
  const asked: { readonly roleArn: string; readonly action: string; readonly resource: string }[] = [];
  const web = { answer: (_: string): HttpAnswer => ({ status: 200, body: "" }), asked: 0 };
  const request = (url: string) => {
    web.asked += 1;
    return web.answer(url);
  };
  const lab: LabContext = {
    accountId: PLAN.account,
    clock,
    random,
    network: new Network(random.fork("network")),
    journal: new Journal(() => clock.now()),
    events: { publish: (region, event) => void events.push({ region, ...event }) },
    metrics: { put: (region, _, name, __, value) => metrics.push({ region, name, value, atMs: clock.now() }) },
    functions: { invoke: unused, repeatsAnswer: unused },
    services: { call: unused },
    web: { request: unused, answerNow: (_, url) => request(url) },
    iam: {
      assertAllowed: (roleArn, action, resource) => void asked.push({ roleArn, action, resource }),
      assertAssumable: unused,
    },
    loader: { load: unused },
  };
  const runFor = async (seconds: number) => void (await clock.run(clock.now() + seconds * 1000));
  return { lab, metrics, events, asked, web, runFor };
}

export function regionalServices(
  lab: LabContext,
  region: string,
  timings: Timings = DEFAULT_TIMINGS,
): RegionalServices {
  return {
    rds: new RdsService(lab, region, timings),
    ec2: new Ec2Service(lab, region, timings),
    autoscaling: new AutoScalingService(lab, region, timings),
    elbv2: new Elbv2Service(lab, region),
  };
}

export function servicePair(lab: LabContext, timings?: Timings): ServicePair {
  return {
    primary: regionalServices(lab, PLAN.regions.primary, timings),
    standby: regionalServices(lab, PLAN.regions.standby, timings),
  };
}

/** One API call, as the wire would hand it to the model. */
export async function ask<Answer = Record<string, unknown>>(
  model: ServiceModel,
  operation: string,
  input: Readonly<Record<string, unknown>> = {},
): Promise<Answer> {
  const caller = { arn: "arn:aws:iam::123456789012:role/test", region: "eu-west-1" };
  return (await model.handle({
    service: "test",
    operation,
    input,
    region: "eu-west-1",
    caller,
    requestId: "1",
  })) as Answer;
}
