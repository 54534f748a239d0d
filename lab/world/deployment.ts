/** Deploys an assembly into a world and does what its owner does right afterwards. */
import { deployAssembly } from "../assembly/deploy-assembly";
import type { CloudAssembly } from "../assembly/read-assembly";
import { AwsError } from "../kernel/service";
import type { World } from "../world";

/** Runs in virtual time. @throws AssemblyError when the assembly cannot be deployed */
export async function deployInto(world: World, assembly: CloudAssembly): Promise<void> {
  await deployAssembly(assembly, {
    clock: world.clock,
    random: world.random.fork("cloudformation"),
    journal: world.journal,
    functions: world.lab.functions,
    provisioners: (region) => world.directory.provisioners(region),
    ssmParameter: (region, name) => ssmParameter(world, region, name),
    onceAnsweredAt: (url, answer) => world.mailboxes.onceAnsweredAt(url, answer),
  });
  for (const { region } of assembly.stacks) world.inRegion(region).sns.confirmSubscriptions();
}

function ssmParameter(world: World, region: string, name: string): string | undefined {
  try {
    return world.inRegion(region).ssm.value(name);
  } catch (error) {
    if (error instanceof AwsError && error.code === "ParameterNotFound") return undefined;
    throw error;
  }
}
