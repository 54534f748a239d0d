/** A person's role in the lab's account: what the command line may do there is judged like everything else. */
import type { PolicyStatementData } from "../../orchestrator/resources/kind";
import type { Principal } from "../kernel/service";
import type { World } from "../world";

const ROLE_NAME = "baton-operator";

/** Creates the role with these permissions; its bearer sits somewhere on the internet. */
export async function createOperator(world: World, statements: readonly PolicyStatementData[]): Promise<Principal> {
  const createRole = world.iam.provisioners["AWS::IAM::Role"];
  if (!createRole) throw new Error("The lab's IAM creates no roles.");
  const { attributes } = await createRole({
    logicalId: "Operator",
    stackName: "people",
    region: world.plan.regions.standby,
    properties: {
      RoleName: ROLE_NAME,
      // The lab takes every caller on the wire for a function and asks whether Lambda may assume its role.
      AssumeRolePolicyDocument: policy([
        { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } },
      ]),
      Policies: [{ PolicyName: "operator", PolicyDocument: policy(statements.map(statementOf)) }],
    },
    metadata: {},
    assemblyFolder: "",
  });
  return { arn: attributes.Arn ?? "", region: "internet" };
}

function policy(statements: readonly object[]): object {
  return { Version: "2012-10-17", Statement: statements };
}

function statementOf({ sid, actions, resources, conditions }: PolicyStatementData): object {
  const Condition = conditions && { Condition: conditions };
  return { Sid: sid, Effect: "Allow", Action: actions, Resource: resources, ...Condition };
}
