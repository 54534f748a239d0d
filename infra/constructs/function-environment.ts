/** Environment variables of each function. */
import type { FunctionName } from "../../orchestrator/steps";
import type { Deployment } from "../deployment";

/** Everything a function is told besides its plan, which lies beside its code. */
export function environmentOf(name: FunctionName, { names, arns }: Deployment): Record<string, string> {
  return {
    NODE_OPTIONS: "--enable-source-maps",
    POWERTOOLS_SERVICE_NAME: names.lambdaFunction(name),
    TABLE_NAME: names.table,
    TOPIC_ARN: arns.onCallTopic,
  };
}
