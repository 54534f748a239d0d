/** Every service of one Region, built and entered in the directory. */
import { DEFAULT_TIMINGS, type Timings } from "../estate/timings";
import type { LabContext } from "../kernel/ports";
import type { Provisions } from "../kernel/provision";
import type { ServiceModel } from "../kernel/service";
import { ApiGatewayService } from "../services/apigateway/apigateway-service";
import { AutoScalingService } from "../services/autoscaling/autoscaling-service";
import { CertificateService } from "../services/certificates/certificate-service";
import { CloudWatchService } from "../services/cloudwatch/cloudwatch-service";
import { DynamoDbService } from "../services/dynamodb/dynamodb-service";
import { Ec2Service } from "../services/ec2/ec2-service";
import { Elbv2Service } from "../services/elbv2/elbv2-service";
import { EventBridgeService } from "../services/eventbridge/eventbridge-service";
import { KmsService } from "../services/kms/kms-service";
import { LambdaService } from "../services/lambda/lambda-service";
import { LogsService } from "../services/logs/logs-service";
import { RdsService } from "../services/rds/rds-service";
import { SchedulerService } from "../services/scheduler/scheduler-service";
import { SnsService } from "../services/sns/sns-service";
import { SqsService } from "../services/sqs/sqs-service";
import { SsmService } from "../services/ssm/ssm-service";
import { StepFunctionsService } from "../services/stepfunctions/stepfunctions-service";
import { StsService } from "../services/sts/sts-service";
import type { ServiceDirectory } from "./service-directory";

/** Models of one Region by SigV4 signing name. */
export function createRegionModels(lab: LabContext, region: string, timings: Timings = DEFAULT_TIMINGS) {
  return {
    acm: new CertificateService(lab, region),
    apigateway: new ApiGatewayService(lab, region),
    autoscaling: new AutoScalingService(lab, region),
    dynamodb: new DynamoDbService(lab, region),
    ec2: new Ec2Service(lab, region, timings),
    elasticloadbalancing: new Elbv2Service(lab, region),
    events: new EventBridgeService(lab, region),
    kms: new KmsService(lab, region),
    lambda: new LambdaService(lab, region),
    logs: new LogsService(lab, region),
    monitoring: new CloudWatchService(lab, region),
    rds: new RdsService(lab, region, timings),
    scheduler: new SchedulerService(lab, region),
    sns: new SnsService(lab, region),
    sqs: new SqsService(lab, region),
    ssm: new SsmService(lab, region),
    states: new StepFunctionsService(lab, region),
    sts: new StsService(lab, region),
  } as const satisfies Readonly<Record<string, ServiceModel & Provisions>>;
}

export type RegionModels = ReturnType<typeof createRegionModels>;

export function enterRegion(directory: ServiceDirectory, region: string, models: RegionModels): void {
  for (const [signingName, model] of Object.entries(models)) {
    directory.add(signingName, region, model);
    directory.addProvisioners(region, model);
  }
}
