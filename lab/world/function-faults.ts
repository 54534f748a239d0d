/** Baton's own functions that break, die or are mended, and runs that reach their time limit. */
import { deployedNames } from "../../orchestrator/names";
import type { Plan } from "../../orchestrator/plan";
import type { FunctionName } from "../../orchestrator/steps";
import type { FaultOf } from "../scenarios/fault";
import type { FunctionFault } from "../services/lambda/invocation";
import type { LambdaService } from "../services/lambda/lambda-service";
import type { StepFunctionsService } from "../services/stepfunctions/stepfunctions-service";
import type { RecordFault } from "./network-faults";

export interface FunctionFaultParts {
  readonly plan: Plan;
  /** Of the standby Region, by deployed name. */
  readonly functions: Pick<LambdaService, "breakFunction" | "mendFunction" | "mendFunctions" | "killInvocations">;
  readonly states: Pick<StepFunctionsService, "timeOutOldest">;
}

export class FunctionFaults {
  constructor(
    private readonly parts: FunctionFaultParts,
    private readonly record: RecordFault,
  ) {}

  break(name: FunctionName, how: FunctionFault): void {
    this.record(
      this.parts.plan.regions.standby,
      `Baton's function ${name} ${how} whenever it is called.`,
      "function-broken",
    );
    this.parts.functions.breakFunction(this.deployedName(name), how);
  }

  mend(name: FunctionName): void {
    this.record(this.parts.plan.regions.standby, `Baton's function ${name} works again.`, "function-mended");
    this.parts.functions.mendFunction(this.deployedName(name));
  }

  kill({ name, afterCalls, times }: FaultOf<"function-dies">): void {
    const when = afterCalls === 0 ? "before its first call" : `when its call number ${afterCalls} is answered`;
    this.record(
      this.parts.plan.regions.standby,
      `Baton's function ${name} dies ${when}, ${times === 1 ? "once" : `${times} times`}.`,
    );
    this.parts.functions.killInvocations(this.deployedName(name), afterCalls, times);
  }

  timeOutRun(): void {
    this.record(this.parts.plan.regions.standby, "What runs for longest has reached its machine's time limit.");
    this.parts.states.timeOutOldest();
  }

  private deployedName(name: FunctionName): string {
    return deployedNames(this.parts.plan).lambdaFunction(name);
  }
}
