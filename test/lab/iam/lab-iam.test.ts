import { describe, expect, test } from "@jest/globals";
import { ACCOUNT, awsErrorOf, labAccount, ROLE, trust } from "./helpers";

const DATABASE = `arn:aws:rds:eu-west-1:${ACCOUNT}:db:orders`;
const promote = { DBInstanceIdentifier: "orders" };

describe("roles and policies of a template", () => {
  test("inline, attached and managed policies all count", () => {
    const { provision, refusal } = labAccount();
    expect(refusal("rds", "PromoteReadReplica", promote)).toBeDefined();
    const document = (Action: string) => ({ Statement: [{ Effect: "Allow", Action, Resource: "*" }] });
    provision("AWS::IAM::Policy", {
      PolicyName: "more",
      PolicyDocument: document("rds:PromoteReadReplica"),
      Roles: ["tester"],
    });
    expect(refusal("rds", "PromoteReadReplica", promote)).toBeUndefined();
    provision("AWS::IAM::ManagedPolicy", {
      ManagedPolicyName: "shared",
      PolicyDocument: document("rds:RebootDBInstance"),
      Roles: ["tester"],
    });
    expect(refusal("rds", "RebootDBInstance", promote)).toBeUndefined();
  });

  test("a role answers its name and ARN; one without a name gets one", () => {
    const { provision } = labAccount();
    const properties = { AssumeRolePolicyDocument: trust("lambda.amazonaws.com") };
    expect(provision("AWS::IAM::Role", properties, "Worker")).toMatchObject({
      ref: "stack-Worker",
      attributes: { Arn: `arn:aws:iam::${ACCOUNT}:role/stack-Worker` },
    });
  });

  const role = (more: object) => ({
    RoleName: "other",
    AssumeRolePolicyDocument: trust("lambda.amazonaws.com"),
    ...more,
  });
  const withStatement = (statement: object) =>
    role({ Policies: [{ PolicyName: "p", PolicyDocument: { Statement: statement } }] });
  test.each<[string, Record<string, unknown>, RegExp]>([
    ["a property that the lab does not know", role({ PermissionsBoundary: "arn:x" }), /PermissionsBoundary/],
    [
      "an AWS managed policy that the lab does not know",
      role({ ManagedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"] }),
      /AdministratorAccess/,
    ],
    [
      "an unknown condition operator",
      withStatement({
        Effect: "Allow",
        Action: "*",
        Resource: "*",
        Condition: { DateLessThan: { "aws:SourceArn": "x" } },
      }),
      /operator DateLessThan/,
    ],
    [
      "an unknown condition key",
      withStatement({
        Effect: "Allow",
        Action: "*",
        Resource: "*",
        Condition: { StringEquals: { "aws:PrincipalOrgID": "x" } },
      }),
      /key aws:PrincipalOrgID/,
    ],
    [
      "a policy variable",
      withStatement({ Effect: "Allow", Action: "*", Resource: "arn:aws:s3:::$".concat("{aws:username}") }),
      /policy variable/,
    ],
    ["an element that is no effect", withStatement({ Effect: "Maybe", Action: "*", Resource: "*" }), /Effect is Maybe/],
    ["a role that exists", role({ RoleName: "tester" }), /exists already/],
  ])("%s is an error that names it", (_name, properties, message) => {
    expect(() => labAccount().provision("AWS::IAM::Role", properties)).toThrow(message);
  });

  test("a known AWS managed policy is accepted", () => {
    const { provision } = labAccount();
    const ManagedPolicyArns = ["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"];
    expect(() => provision("AWS::IAM::Role", role({ ManagedPolicyArns }))).not.toThrow();
  });
});

describe("refusals", () => {
  test("speak AWS's sentence, are recorded and journalled", () => {
    const { refusal, iam, journal } = labAccount();
    const error = refusal("rds", "PromoteReadReplica", promote);
    const sentence = `User: arn:aws:sts::${ACCOUNT}:assumed-role/tester/session is not authorized to perform: rds:PromoteReadReplica on resource: ${DATABASE} because no identity-based policy allows the rds:PromoteReadReplica action`;
    expect(error).toMatchObject({ code: "AccessDenied", status: 403, message: sentence });
    expect(iam.refusals).toEqual([
      { atMs: 5, roleArn: ROLE, action: "rds:PromoteReadReplica", resource: DATABASE, message: sentence },
    ]);
    expect(journal.entries).toMatchObject([
      { kind: "api-refused", place: "eu-west-1", actor: "iam", summary: sentence },
    ]);
  });

  test("an explicit deny says so", () => {
    const error = labAccount({ Effect: "Deny", Action: "*", Resource: "*" }).refusal(
      "rds",
      "PromoteReadReplica",
      promote,
    );
    expect(error?.message).toMatch(/with an explicit deny in an identity-based policy$/);
  });

  test.each([
    ["ec2", "DescribeImages", "UnauthorizedOperation", 403],
    ["dynamodb", "DescribeTable", "AccessDeniedException", 400],
    ["lambda", "Invoke", "AccessDeniedException", 403],
    ["sns", "Publish", "AuthorizationError", 403],
    ["route53", "ListHealthChecks", "AccessDenied", 403],
  ])("%s %s is refused with %s", (service, operation, code, status) => {
    expect(labAccount().refusal(service, operation)).toMatchObject({ code, status });
  });

  test("a role that Lambda may not assume makes no calls at all", () => {
    const { iam, provision } = labAccount();
    const everything = { Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };
    provision("AWS::IAM::Role", {
      RoleName: "rule",
      AssumeRolePolicyDocument: trust("events.amazonaws.com"),
      Policies: [{ PolicyName: "all", PolicyDocument: everything }],
    });
    const arn = `arn:aws:iam::${ACCOUNT}:role/rule`;
    const call = {
      service: "rds",
      operation: "PromoteReadReplica",
      input: promote,
      region: "eu-west-1",
      caller: { arn, region: "eu-west-1" },
      requestId: "r",
    };
    expect(awsErrorOf(() => iam.authorize(call))?.message).toMatch(
      /lambda.amazonaws.com is not authorized to perform: sts:AssumeRole/,
    );
    expect(awsErrorOf(() => iam.assertAssumable(arn, "events.amazonaws.com"))).toBeUndefined();
    expect(
      awsErrorOf(() => iam.assertAllowed(arn, "states:StartExecution", "arn:aws:states:eu-west-1:1:stateMachine:m")),
    ).toBeUndefined();
  });

  test("a trust policy's condition on the account is judged", () => {
    const { iam, provision } = labAccount();
    const { Statement } = trust("events.amazonaws.com");
    const roleFor = (account: string) => {
      const Condition = { StringEquals: { "aws:SourceAccount": account } };
      const AssumeRolePolicyDocument = { Statement: Statement.map((statement) => ({ ...statement, Condition })) };
      provision("AWS::IAM::Role", { RoleName: `for-${account}`, AssumeRolePolicyDocument }, `For${account}`);
      return `arn:aws:iam::${ACCOUNT}:role/for-${account}`;
    };
    expect(awsErrorOf(() => iam.assertAssumable(roleFor(ACCOUNT), "events.amazonaws.com"))).toBeUndefined();
    expect(awsErrorOf(() => iam.assertAssumable(roleFor("999999999999"), "events.amazonaws.com"))).toBeDefined();
  });

  test("a role that does not exist may do nothing; the cloud itself is not judged", () => {
    const { iam } = labAccount();
    expect(
      awsErrorOf(() => iam.assertAllowed("arn:aws:iam::1:role/ghost", "sns:Publish", "arn:aws:sns:eu-west-1:1:t")),
    ).toBeDefined();
    const call = {
      service: "rds",
      operation: "PromoteReadReplica",
      input: promote,
      region: "eu-west-1",
      caller: { arn: "aws:rds", region: "eu-west-1" },
      requestId: "r",
    };
    expect(awsErrorOf(() => iam.authorize(call))).toBeUndefined();
  });

  test("an operation whose needs are not written down is an error, not a guess", () => {
    expect(() => labAccount({ Action: "*", Resource: "*" }).refusal("rds", "CreateDBProxy")).toThrow(
      /rds:CreateDBProxy/,
    );
  });
});

describe("unused grants", () => {
  test("what was granted and never needed is reported, action by action and resource by resource", () => {
    const OTHER = `${DATABASE}-other`;
    const { refusal, iam } = labAccount(
      { Sid: "Database", Action: ["rds:PromoteReadReplica", "rds:DeleteDBInstance"], Resource: [DATABASE, OTHER] },
      { Action: "sns:Publish", Resource: "*" },
      { Effect: "Deny", Action: "iam:*", Resource: "*" },
    );
    expect(refusal("rds", "PromoteReadReplica", promote)).toBeUndefined();
    expect(iam.unusedGrants()).toEqual([
      {
        roleArn: ROLE,
        statement: "inline/Database",
        actions: ["rds:DeleteDBInstance"],
        resources: [OTHER],
        wasUsed: true,
      },
      { roleArn: ROLE, statement: "inline/2", actions: ["sns:Publish"], resources: ["*"], wasUsed: false },
    ]);
  });
});

describe("what calls need", () => {
  const arn = (service: string, resource: string, region = "eu-west-1") =>
    `arn:aws:${service}:${region}:${ACCOUNT}:${resource}`;
  const cases: [service: string, operation: string, input: object, action: string, resource: string][] = [
    [
      "rds",
      "DescribeDBInstances",
      { DBInstanceIdentifier: "orders" },
      "rds:DescribeDBInstances",
      arn("rds", "db:orders"),
    ],
    ["rds", "DescribeDBInstances", {}, "rds:DescribeDBInstances", arn("rds", "db:*")],
    ["rds", "RebootDBInstance", { DBInstanceIdentifier: "orders" }, "rds:RebootDBInstance", arn("rds", "db:orders")],
    [
      "autoscaling",
      "SuspendProcesses",
      { AutoScalingGroupName: "web" },
      "autoscaling:SuspendProcesses",
      arn("autoscaling", "autoScalingGroup:*:autoScalingGroupName/web"),
    ],
    ["autoscaling", "DescribeAutoScalingGroups", {}, "autoscaling:DescribeAutoScalingGroups", "*"],
    [
      "ec2",
      "CreateLaunchTemplateVersion",
      { LaunchTemplateId: "lt-1" },
      "ec2:CreateLaunchTemplateVersion",
      arn("ec2", "launch-template/lt-1"),
    ],
    [
      "elasticloadbalancing",
      "DescribeTargetHealth",
      { TargetGroupArn: "arn:tg" },
      "elasticloadbalancing:DescribeTargetHealth",
      "*",
    ],
    [
      "route53",
      "GetHealthCheckStatus",
      { HealthCheckId: "hc" },
      "route53:GetHealthCheckStatus",
      "arn:aws:route53:::healthcheck/hc",
    ],
    ["monitoring", "DescribeAlarms", { AlarmNames: ["a"] }, "cloudwatch:DescribeAlarms", arn("cloudwatch", "alarm:*")],
    ["monitoring", "SetAlarmState", { AlarmName: "a" }, "cloudwatch:SetAlarmState", arn("cloudwatch", "alarm:a")],
    ["dynamodb", "GetItem", { TableName: "t", Key: {} }, "dynamodb:GetItem", arn("dynamodb", "table/t")],
    ["sns", "Publish", { TopicArn: arn("sns", "topic") }, "sns:Publish", arn("sns", "topic")],
    [
      "sqs",
      "GetQueueAttributes",
      { QueueUrl: `https://sqs.eu-west-1.amazonaws.com/${ACCOUNT}/dlq` },
      "sqs:GetQueueAttributes",
      arn("sqs", "dlq"),
    ],
    ["lambda", "Invoke", { FunctionName: "probe" }, "lambda:InvokeFunction", arn("lambda", "function:probe")],
    [
      "lambda",
      "Invoke",
      { FunctionName: arn("lambda", "function:probe"), Qualifier: "live" },
      "lambda:InvokeFunction",
      arn("lambda", "function:probe:live"),
    ],
    [
      "states",
      "DescribeExecution",
      { executionArn: arn("states", "execution:m:1") },
      "states:DescribeExecution",
      arn("states", "execution:m:*"),
    ],
    ["states", "SendTaskSuccess", { taskToken: "t" }, "states:SendTaskSuccess", "*"],
    [
      "events",
      "PutEvents",
      { Entries: [{ EventBusName: "baton" }] },
      "events:PutEvents",
      arn("events", "event-bus/baton"),
    ],
    ["scheduler", "GetSchedule", { Name: "s" }, "scheduler:GetSchedule", arn("scheduler", "schedule/default/s")],
  ];

  test.each(cases)("%s %s %j needs %s on %s", (service, operation, input, Action, Resource) => {
    expect(labAccount({ Action, Resource }).refusal(service, operation, input)).toBeUndefined();
    expect(labAccount({ Action: `${Action}X`, Resource }).refusal(service, operation, input)).toBeDefined();
    expect(
      labAccount({ Action, Resource: "arn:aws:other:::nothing" }).refusal(service, operation, input),
    ).toBeDefined();
  });

  test("events are judged one by one, by source and detail type", () => {
    const Condition = { StringEqualsIfExists: { "events:source": ["shop"], "events:detail-type": ["Sold"] } };
    const { refusal } = labAccount({
      Action: "events:PutEvents",
      Resource: arn("events", "event-bus/baton"),
      Condition,
    });
    const sold = { EventBusName: "baton", Source: "shop", DetailType: "Sold" };
    expect(refusal("events", "PutEvents", { Entries: [sold, sold] })).toBeUndefined();
    for (const forged of [{ Source: "aws.cloudwatch" }, { DetailType: "Alarm" }]) {
      expect(refusal("events", "PutEvents", { Entries: [sold, { ...sold, ...forged }] })).toBeDefined();
    }
  });

  test("GetCallerIdentity needs nothing", () => {
    expect(labAccount().refusal("sts", "GetCallerIdentity")).toBeUndefined();
  });

  test("groups and new names of a database need permission only when they are passed", () => {
    const { refusal } = labAccount({ Action: "rds:ModifyDBInstance", Resource: DATABASE });
    expect(refusal("rds", "ModifyDBInstance", { ...promote, VpcSecurityGroupIds: ["sg-1"] })).toBeUndefined();
    expect(refusal("rds", "ModifyDBInstance", { ...promote, DBParameterGroupName: "pg" })?.message).toMatch(/:pg:pg/);
    expect(refusal("rds", "ModifyDBInstance", { ...promote, NewDBInstanceIdentifier: "stale" })?.message).toMatch(
      /:db:stale/,
    );
  });

  test("a replica across Regions is judged on both instances, its groups, its tags and the key that encrypts it", () => {
    const source = arn("rds", "db:writer", "us-east-1");
    const key = arn("kms", "key/1");
    const create = {
      ...promote,
      SourceDBInstanceIdentifier: source,
      DBSubnetGroupName: "shop",
      KmsKeyId: key,
      Tags: [{ Key: "a", Value: "b" }],
    };
    const viaRds = { StringEquals: { "kms:ViaService": "rds.eu-west-1.amazonaws.com" } };
    const statements = [
      { Action: "rds:CreateDBInstanceReadReplica", Resource: [DATABASE, source, arn("rds", "subgrp:shop")] },
      { Action: "rds:AddTagsToResource", Resource: DATABASE },
      { Action: "kms:DescribeKey", Resource: key, Condition: viaRds },
      {
        Action: "kms:CreateGrant",
        Resource: key,
        Condition: { ...viaRds, Bool: { "kms:GrantIsForAWSResource": "true" } },
      },
    ];
    const ask = (...granted: typeof statements) =>
      labAccount(...granted).refusal("rds", "CreateDBInstanceReadReplica", create)?.message;
    expect(ask(...statements)).toBeUndefined();
    for (const missing of statements) {
      expect(ask(...statements.filter((statement) => statement !== missing))).toContain(missing.Action);
    }
    const elsewhere = { ...statements[0], Resource: [DATABASE, arn("rds", "subgrp:shop")] } as (typeof statements)[0];
    expect(ask(elsewhere, ...statements.slice(1))).toContain("db:writer");
  });

  test("naming a launch template asks whether the caller could launch from it", () => {
    const template = arn("ec2", "launch-template/lt-1");
    const scale = { Action: "autoscaling:UpdateAutoScalingGroup", Resource: "*" };
    const run = {
      Action: "ec2:RunInstances",
      Resource: "*",
      Condition: { ArnLike: { "ec2:LaunchTemplate": template } },
    };
    const tag = {
      Action: "ec2:CreateTags",
      Resource: arn("ec2", "*/*"),
      Condition: { StringEquals: { "ec2:CreateAction": "RunInstances" } },
    };
    const pin = { AutoScalingGroupName: "web", LaunchTemplate: { LaunchTemplateId: "lt-1", Version: "3" } };
    expect(
      labAccount(scale).refusal("autoscaling", "UpdateAutoScalingGroup", { AutoScalingGroupName: "web", MinSize: 1 }),
    ).toBeUndefined();
    expect(labAccount(scale).refusal("autoscaling", "UpdateAutoScalingGroup", pin)?.message).toMatch(
      /ec2:RunInstances/,
    );
    expect(labAccount(scale, run).refusal("autoscaling", "UpdateAutoScalingGroup", pin)?.message).toMatch(
      /ec2:CreateTags/,
    );
    expect(labAccount(scale, run, tag).refusal("autoscaling", "UpdateAutoScalingGroup", pin)).toBeUndefined();
    const other = { ...pin, LaunchTemplate: { LaunchTemplateId: "lt-2", Version: "1" } };
    expect(labAccount(scale, run, tag).refusal("autoscaling", "UpdateAutoScalingGroup", other)).toBeDefined();
  });

  test("leading keys keep a role to its own items", () => {
    const { refusal } = labAccount({
      Action: "dynamodb:*",
      Resource: arn("dynamodb", "table/t"),
      Condition: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["RUN#*"] } },
    });
    const own = { pk: { S: "RUN#1" }, sk: { S: "RUN" } };
    const foreign = { pk: { S: "BATON" }, sk: { S: "BATON" } };
    const query = (expression: string, key: string) => ({
      TableName: "t",
      KeyConditionExpression: expression,
      ExpressionAttributeNames: { "#pk": "pk" },
      ExpressionAttributeValues: { ":pk": { S: key } },
    });
    expect(refusal("dynamodb", "GetItem", { TableName: "t", Key: own })).toBeUndefined();
    expect(refusal("dynamodb", "GetItem", { TableName: "t", Key: foreign })).toBeDefined();
    expect(refusal("dynamodb", "PutItem", { TableName: "t", Item: own })).toBeUndefined();
    expect(refusal("dynamodb", "PutItem", { TableName: "t", Item: foreign })).toBeDefined();
    expect(refusal("dynamodb", "GetItem", { TableName: "t", Key: { id: { S: "RUN#1" } } })).toBeDefined();
    expect(refusal("dynamodb", "Query", query("sk > :x AND #pk = :pk", "RUN#1"))).toBeUndefined();
    expect(refusal("dynamodb", "Query", query("pk = :pk", "BATON"))).toBeDefined();
    const transaction = (Key: object) => ({
      TransactItems: [{ Put: { TableName: "t", Item: own } }, { Delete: { TableName: "t", Key } }],
    });
    expect(refusal("dynamodb", "TransactWriteItems", transaction(own))).toBeUndefined();
    expect(refusal("dynamodb", "TransactWriteItems", transaction(foreign))?.message).toMatch(/dynamodb:DeleteItem/);
  });

  test("attributes keep a role to its own part of an item, whatever names them", () => {
    const { refusal } = labAccount({
      Action: "dynamodb:*",
      Resource: arn("dynamodb", "table/t"),
      Condition: { "ForAllValues:StringEquals": { "dynamodb:Attributes": ["pk", "sk", "brake"] } },
    });
    const Key = { pk: { S: "BATON" }, sk: { S: "BATON" } };
    const update = (UpdateExpression: string, more: object = {}) =>
      refusal("dynamodb", "UpdateItem", { TableName: "t", Key, UpdateExpression, ...more });
    const named = { ExpressionAttributeNames: { "#brake": "brake", "#x": "active" } };
    expect(update("SET brake = :active")).toBeUndefined();
    expect(update("SET #brake.active = if_not_exists(#brake.active, :a) REMOVE brake.x", named)).toBeUndefined();
    expect(update("SET #brake = :b", { ...named, ConditionExpression: "attribute_exists(brake)" })).toBeUndefined();
    expect(update("SET brake = :b, active = :a")).toBeDefined();
    expect(update("SET #x = :a", named)).toBeDefined();
    expect(update("SET #brake = :b REMOVE #x", named)).toBeDefined();
    expect(update("SET brake = :b", { ConditionExpression: "attribute_not_exists(active)" })).toBeDefined();
    expect(refusal("dynamodb", "PutItem", { TableName: "t", Item: { ...Key, active: { S: "x" } } })).toBeDefined();
    expect(refusal("dynamodb", "GetItem", { TableName: "t", Key })).toBeDefined();
    expect(refusal("dynamodb", "GetItem", { TableName: "t", Key, ProjectionExpression: "brake" })).toBeUndefined();
    const parts = [{ Update: { TableName: "t", Key, UpdateExpression: "SET active = :a" } }];
    expect(refusal("dynamodb", "TransactWriteItems", { TransactItems: parts })).toBeDefined();
  });

  test("a metric's namespace limits PutMetricData", () => {
    const { refusal } = labAccount({
      Action: "cloudwatch:PutMetricData",
      Resource: "*",
      Condition: { StringEquals: { "cloudwatch:namespace": "Baton/x" } },
    });
    expect(refusal("monitoring", "PutMetricData", { Namespace: "Baton/x" })).toBeUndefined();
    expect(refusal("monitoring", "PutMetricData", { Namespace: "AWS/Route53" })).toBeDefined();
  });
});
