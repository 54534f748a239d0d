/** What a simulated AWS service is to the rest of the lab: something that answers decoded API calls, or refuses them by name. */

/** Who makes a call: an IAM role of a deployed stack, or AWS itself. */
export interface Principal {
  /** ARN of the role, or `aws:<service>` for calls that the simulated cloud makes on its own behalf. */
  readonly arn: string;
  /** Region from which the call is made. */
  readonly region: string;
  /** The rule, alarm, API or topic on whose behalf a service calls: what `aws:SourceArn` says in a resource policy. */
  readonly sourceArn?: string;
}

export interface ApiCall {
  /** SigV4 signing name: `rds`, `autoscaling`, `ec2`, `elasticloadbalancing`, `route53`, `monitoring`, `events`, `states`, ... */
  readonly service: string;
  /** Operation as in the API model: `DescribeDBInstances`. */
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Region whose endpoint is called. */
  readonly region: string;
  readonly caller: Principal;
  readonly requestId: string;
}

/** One service in one Region. Answers are plain objects of the operation's output shape. */
export interface ServiceModel {
  handle(call: ApiCall): unknown | Promise<unknown>;
}

/** An error as AWS would answer it: wire code (not the SDK's class name), message, HTTP status, extra members. */
export class AwsError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
    readonly members: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = code;
  }
}
