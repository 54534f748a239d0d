/** A wire with one scripted model behind it, and its virtual time. */
import { Disturbances } from "../../../lab/kernel/disturbances";
import { Journal } from "../../../lab/kernel/journal";
import { Network } from "../../../lab/kernel/network";
import { RandomSource } from "../../../lab/kernel/random";
import type { ApiCall, ServiceModel } from "../../../lab/kernel/service";
import { VirtualClock } from "../../../lab/kernel/virtual-clock";
import { LabAwsClients } from "../../../lab/wire/aws-clients";
import { Wire } from "../../../lab/wire/wire";
import type { CallBudget } from "../../../lambdas/runtime/runtime";

export const ROLE = { arn: "arn:aws:iam::111122223333:role/tester", region: "eu-west-1" };
export const START_MS = Date.parse("2026-01-01T00:00:00Z");

export interface Bench {
  readonly clock: VirtualClock;
  readonly network: Network;
  readonly disturbances: Disturbances;
  readonly journal: Journal;
  readonly wire: Wire;
  readonly clients: LabAwsClients;
  /** Calls as the model saw them. */
  readonly seen: ApiCall[];
  /** Runs virtual time until the promise settles, and gives its value. */
  run<T>(work: Promise<T>): Promise<T>;
}

export function bench(
  handle: (call: ApiCall) => unknown,
  options: { readonly authorize?: (call: ApiCall) => void; readonly budget?: CallBudget } = {},
): Bench {
  const clock = new VirtualClock(START_MS);
  const random = new RandomSource(7);
  const network = new Network(random.fork("network"));
  const disturbances = new Disturbances(clock);
  const journal = new Journal(() => clock.now());
  const seen: ApiCall[] = [];
  const model: ServiceModel = {
    handle: (call) => {
      seen.push(call);
      return handle(call);
    },
  };
  const authorize = options.authorize ?? (() => {});
  const wire = new Wire({ clock, random, network, journal, disturbances, services: () => model, authorize });
  const budget = options.budget ?? { connectionTimeoutMs: 1_000, requestTimeoutMs: 3_000, maxAttempts: 1 };
  const run = async <T>(work: Promise<T>): Promise<T> => {
    let isOver = false;
    const end = () => {
      isOver = true;
    };
    work.then(end, end);
    await clock.run(clock.now() + 3_600_000, () => isOver);
    return work;
  };
  return { clock, network, disturbances, journal, wire, clients: new LabAwsClients(wire, ROLE, budget), seen, run };
}
