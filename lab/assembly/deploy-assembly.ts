/** Deploys a whole cloud assembly, stack by stack in the order of its manifest, as `cdk deploy --all` does. */
import { type DeployedStack, deployStack } from "./deploy-stack";
import type { DeploymentPorts } from "./deployment-ports";
import type { CloudAssembly } from "./read-assembly";

/** Runs in virtual time; resolves when every stack exists. */
export async function deployAssembly(assembly: CloudAssembly, ports: DeploymentPorts): Promise<DeployedStack[]> {
  const exportsByRegion = new Map<string, Map<string, string>>();
  const deployed: DeployedStack[] = [];
  for (const stack of assembly.stacks) {
    const exports = exportsByRegion.get(stack.region) ?? new Map<string, string>();
    exportsByRegion.set(stack.region, exports);
    deployed.push(await deployStack(stack, assembly.folder, exports, ports));
  }
  return deployed;
}
