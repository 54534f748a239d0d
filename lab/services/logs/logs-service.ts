/** Amazon CloudWatch Logs of one Region: groups exist so that others can name them; lines are not kept. Signing name `logs`. */
import type { LabContext } from "../../kernel/ports";
import type { Provisioned, Provisioner, ProvisionRequest, Provisions } from "../../kernel/provision";
import type { RandomSource } from "../../kernel/random";
import { type ApiCall, AwsError, type ServiceModel } from "../../kernel/service";
import { physicalName } from "../platform/arns";
import { optionalText } from "../platform/input";
import { type Operations, perform } from "../platform/operations";
import { Properties } from "../platform/properties";

interface LogGroup {
  readonly name: string;
  readonly arn: string;
  /** Null: kept for ever. */
  readonly retentionDays: number | null;
}

/** The only periods that CloudWatch Logs takes [api]. */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

export class LogsService implements ServiceModel, Provisions {
  readonly provisioners: Readonly<Record<string, Provisioner>> = {
    "AWS::Logs::LogGroup": (request) => this.provisionGroup(request),
    "AWS::Logs::ResourcePolicy": (request) => this.provisionPolicy(request),
  };
  private readonly random: RandomSource;
  private readonly groups = new Map<string, LogGroup>();
  private readonly operations: Operations = {
    DescribeLogGroups: ({ input }) => {
      const prefix = optionalText(input, "logGroupNamePrefix") ?? "";
      const found = [...this.groups.values()].filter(({ name }) => name.startsWith(prefix));
      return { logGroups: found.map(describe) };
    },
    CreateLogGroup: ({ input }) => {
      this.create(optionalText(input, "logGroupName") ?? "", null);
      return {};
    },
  };

  constructor(
    private readonly lab: LabContext,
    private readonly region: string,
  ) {
    this.random = lab.random.fork(`logs/${region}`);
  }

  handle(call: ApiCall): unknown {
    return perform(this.operations, call);
  }

  private create(name: string, retentionDays: number | null): LogGroup {
    if (this.groups.has(name)) throw new AwsError("ResourceAlreadyExistsException", `log group ${name} exists`);
    const arn = `arn:aws:logs:${this.region}:${this.lab.accountId}:log-group:${name}:*`;
    const group = { name, arn, retentionDays };
    this.groups.set(name, group);
    return group;
  }

  private provisionGroup(request: ProvisionRequest): Provisioned {
    const properties = Properties.of(request);
    const name = properties.optionalText("LogGroupName") ?? physicalName(request, this.random, 512);
    const retentionDays = properties.optionalNumber("RetentionInDays") ?? null;
    properties.finish(["KmsKeyId", "Tags", "LogGroupClass"]);
    if (retentionDays !== null && !RETENTION_DAYS.includes(retentionDays)) {
      throw new Error(`log group ${name}: ${retentionDays} days is no retention of CloudWatch Logs`);
    }
    const { arn } = this.create(name, retentionDays);
    return { ref: name, attributes: { Arn: arn } };
  }

  private provisionPolicy(request: ProvisionRequest): Provisioned {
    const properties = Properties.of(request);
    const name = properties.text("PolicyName");
    JSON.parse(properties.text("PolicyDocument"));
    properties.finish();
    return { ref: name, attributes: {} };
  }
}

function describe({ name, arn, retentionDays }: LogGroup): unknown {
  return { logGroupName: name, arn, ...(retentionDays !== null && { retentionInDays: retentionDays }) };
}
