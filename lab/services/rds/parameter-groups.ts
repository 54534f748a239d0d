/**
 * Parameter groups of one Region, and how an instance comes into another: its name changes at once, the running database has
 * the new parameters only after a reboot. [api] How long it is `modifying` before it says so is an estimate.
 */
import type { Timings } from "../../estate/timings";
import type { LabContext } from "../../kernel/ports";
import type { RandomSource } from "../../kernel/random";
import { AwsError } from "../../kernel/service";
import type { DatabaseInstance } from "./database-instance";
import { defaultParameterGroup, ENGINES, type Engine } from "./engines";

export class ParameterGroups {
  /** Family of each, by name. */
  private readonly families = new Map<string, string>();

  constructor(
    private readonly lab: LabContext,
    private readonly random: RandomSource,
    private readonly timings: Timings,
  ) {
    for (const engine of Object.keys(ENGINES) as Engine[]) this.add(defaultParameterGroup(engine), engine);
  }

  add(name: string, engine: Engine = "postgres"): void {
    this.families.set(name, ENGINES[engine].family);
  }

  /** Only one that no instance is in can be deleted. */
  delete(name: string): void {
    this.families.delete(name);
  }

  /** Throws what AWS says to a group that there is not, or that is another engine's. */
  judge(name: string, engine: Engine): void {
    const family = this.families.get(name);
    if (family === undefined)
      throw new AwsError("DBParameterGroupNotFound", `DBParameterGroup not found: ${name}`, 404);
    if (family === ENGINES[engine].family) return;
    throw new AwsError(
      "InvalidParameterCombination",
      `The parameter group ${name} of ${family} does not fit ${engine}.`,
    );
  }

  /** The instance has been judged to be available. */
  change(instance: DatabaseInstance, name: string): void {
    if (name === instance.properties.parameterGroup) return;
    const { low, high } = this.timings.parameterGroupChangeSeconds;
    instance.properties.parameterGroup = name;
    instance.status = "modifying";
    this.lab.clock.after(this.random.between(low, high) * 1000, () => {
      if (instance.status === "modifying") instance.status = "available";
    });
  }
}

export type ParameterApplyStatus = "applying" | "pending-reboot" | "in-sync";

export function parameterApplyStatus({
  properties,
  parametersInForce,
  status,
}: DatabaseInstance): ParameterApplyStatus {
  if (parametersInForce === properties.parameterGroup) return "in-sync";
  return status === "modifying" ? "applying" : "pending-reboot";
}

/**
 * A PostgreSQL replica stops replaying where `max_connections` and its like are lower than its source's [doc]. What a group
 * holds is not modelled: its engine's default is taken to be too little for a source that has another one [est].
 */
export function hasTooLittleFor(replica: DatabaseInstance, source: DatabaseInstance): boolean {
  const { engine } = replica.properties;
  const byDefault = defaultParameterGroup(engine);
  return engine === "postgres" && replica.parametersInForce === byDefault && source.parametersInForce !== byDefault;
}
