/** What a deployment needs of the simulated cloud; the world gives it, tests give small ones. */
import type { Journal } from "../kernel/journal";
import type { FunctionPort } from "../kernel/ports";
import type { Provisioner } from "../kernel/provision";
import type { RandomSource } from "../kernel/random";
import type { VirtualClock } from "../kernel/virtual-clock";

export interface DeploymentPorts {
  readonly clock: VirtualClock;
  readonly random: RandomSource;
  readonly journal: Journal;
  readonly functions: FunctionPort;
  /** Provisioners of every model in a Region, by CloudFormation type. */
  provisioners(region: string): Readonly<Record<string, Provisioner>>;
  ssmParameter(region: string, name: string): string | undefined;
  /** Calls back with the body once somebody PUTs to this one-time address. */
  onceAnsweredAt(url: string, answer: (body: string) => void): void;
}
