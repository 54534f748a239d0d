/** The models of one Region that the user's own resources live in. */
import type { AutoScalingService } from "../services/autoscaling/autoscaling-service";
import type { Ec2Service } from "../services/ec2/ec2-service";
import type { Elbv2Service } from "../services/elbv2/elbv2-service";
import type { RdsService } from "../services/rds/rds-service";

export interface RegionalServices {
  readonly rds: RdsService;
  readonly ec2: Ec2Service;
  readonly autoscaling: AutoScalingService;
  readonly elbv2: Elbv2Service;
}

/** Primary and standby, by role. */
export interface ServicePair {
  readonly primary: RegionalServices;
  readonly standby: RegionalServices;
}
