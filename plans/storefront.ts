/**
 * The example: a web shop whose application runs in an Auto Scaling group behind a load balancer and writes to RDS for
 * PostgreSQL. Copy this file, change what is yours, and run `npm run drill -- --plan plans/<yours>.ts`.
 *
 * Every number that costs money or time says why it is what it is. `cdk synth` refuses a plan that contradicts itself and
 * lists every problem at once.
 */
import { definePlan } from "../orchestrator/plan";

const ACCOUNT = "123456789012";

export const plan = definePlan({
  application: "storefront",
  account: ACCOUNT,

  // The roles never swap names: after a failover the standby is active, and still called standby. The witness only gives
  // a second opinion on whether the primary is down, so any third Region will do; it should share no ocean cable with both.
  regions: { primary: "us-east-1", standby: "eu-west-1", witness: "us-west-2" },

  // What the business signed. Synth adds detection, the longest path of the deadlines below and the DNS time to live, and
  // refuses the plan if the sum does not fit rtoSeconds.
  objectives: { rtoSeconds: 1800, rpoSeconds: 60 },

  // Asked by Route 53's checkers from eight Regions, by the standby and by the witness. It must go through the write path
  // (a page from the cache is up while the database is gone) and straight to the primary, never through the failover name.
  detection: {
    healthUrl: "https://primary.storefront.example.com/health/write",
    intervalSeconds: 10,
    failureThreshold: 3,
  },

  traffic: {
    hostedZoneId: "Z0123456789ABCDEFGHIJ",
    recordName: "shop.storefront.example.com",
    // Route 53 asks here who holds the baton. The answer moves the traffic: no DNS record changes during a failover.
    endpoint: {
      domainName: "traffic.storefront.example.com",
      certificateArn: `arn:aws:acm:eu-west-1:${ACCOUNT}:certificate/6f3c9a52-41d7-4b8e-9c06-2a7e5d1f8b34`,
      pathSecretParameter: "/baton/storefront/traffic-path-secret",
    },
    // canonicalHostedZoneId belongs to the load balancer's Region, not to you: `aws elbv2 describe-load-balancers` shows it.
    loadBalancers: {
      primary: {
        dnsName: "storefront-1234567890.us-east-1.elb.amazonaws.com",
        canonicalHostedZoneId: "Z35SXDOTRQ7X7K",
        targetGroupArn: `arn:aws:elasticloadbalancing:us-east-1:${ACCOUNT}:targetgroup/storefront-web/73e2d6bc24d8a067`,
      },
      standby: {
        dnsName: "storefront-0987654321.eu-west-1.elb.amazonaws.com",
        canonicalHostedZoneId: "Z32O12XQLNTSW2",
        targetGroupArn: `arn:aws:elasticloadbalancing:eu-west-1:${ACCOUNT}:targetgroup/storefront-web/943f017f100becff`,
      },
    },
  },

  resources: [
    {
      kind: "rdsReadReplica",
      id: "orders-db",
      primaryInstanceId: "storefront-orders",
      standbyInstanceId: "storefront-orders-replica",
      // A security group without a single inbound rule. The fence puts the old writer in it and reboots, so that
      // connections that are already open end too.
      quarantineSecurityGroupId: "sg-0a1b2c3d4e5f60718",
      // The same in the standby Region: going home freezes the writer there, so that nothing is written while data drains.
      standbyQuarantineSecurityGroupId: "sg-0f1e2d3c4b5a69788",
      // Promotion resets both; Baton sets them again afterwards.
      afterPromotion: { backupRetentionDays: 7, multiAz: true },
    },
    {
      kind: "autoScalingGroup",
      id: "web",
      primaryGroupName: "storefront-web",
      standbyGroupName: "storefront-web",
      primaryLaunchTemplateId: "lt-0fedcba9876543210",
      standbyLaunchTemplateId: "lt-0123456789abcdef0",
      // The role in the launch template's instance profile: the only one that Baton may pass to an instance.
      instanceRoleArn: `arn:aws:iam::${ACCOUNT}:role/storefront-web`,
      // Tag each release's image, in whichever Region it is made: Baton copies it to the other one, encrypted with that
      // Region's key, and a move launches the newest.
      imageTag: { key: "application", value: "storefront" },
      primaryImageKeyArn: `arn:aws:kms:us-east-1:${ACCOUNT}:key/2b7d1c94-8e05-4f63-a1d2-9c4e6f80b375`,
      standbyImageKeyArn: `arn:aws:kms:eu-west-1:${ACCOUNT}:key/c5a8e3f1-604d-49b7-8d12-7f3b9e2a6c40`,
      // One can roll back three releases; each kept copy costs its snapshot's storage.
      imageCopies: { kept: 3, dueSeconds: 2 * 3600 },
      primaryTargetGroupArn: `arn:aws:elasticloadbalancing:us-east-1:${ACCOUNT}:targetgroup/storefront-web/73e2d6bc24d8a067`,
      standbyTargetGroupArn: `arn:aws:elasticloadbalancing:eu-west-1:${ACCOUNT}:targetgroup/storefront-web/943f017f100becff`,
      // The primary's capacity as last seen while it was healthy, because nobody answers once it is dark.
      capacityPercent: 100,
      smallestCapacity: 2,
      largestCapacity: 40,
      // What the standby pays for while it waits: one instance proves every minute that image, template and subnets work.
      restingCapacity: 1,
    },
  ],

  policy: {
    // Two independent observers must say DOWN. Anything less, and any doubt below, asks a person instead.
    mode: "automatic",
    // Replication lag before the incident; stricter than the objective leaves room for the minute between two samples.
    largestDataLossSeconds: 30,
    // A Region that fails twice within four hours is not a Region to automate against.
    coolDownSeconds: 4 * 3600,
    failoversPerWindow: { count: 1, windowSeconds: 24 * 3600 },
    approvalTimeoutSeconds: 3600,
    deadlines: {
      confirmSeconds: 60,
      fenceSeconds: 90,
      // RDS promotes in minutes: median about 240 s, one in twenty needs more than 480 s, and a backup that happens to
      // run has to end first. Nobody can do anything about a slow one but wait, so it gets what the objective leaves.
      promoteSeconds: 1020,
      fillCapacitySeconds: 600,
      verifySeconds: 120,
      switchTrafficSeconds: 150,
    },
  },

  // Going home, and any planned move: hours are normal, and a person decides at the gate. Everything has a default; written
  // here is what this shop wants otherwise.
  failback: {
    // Half an hour of health in a row before anything is rebuilt: a Region that has just come back often goes again.
    settlingSeconds: 1800,
    // The old writer is kept under another name for two weeks: nobody has compared it with what survived yet.
    quarantineRetentionDays: 14,
    // Long enough for on-call to choose a quiet hour.
    approvalTimeoutSeconds: 12 * 3600,
  },

  verification: {
    // The standby's own name: the failover record still points to the primary when this is asked.
    healthUrl: "https://standby.storefront.example.com/health/write",
    consecutiveSuccesses: 3,
  },

  // Where on-call reads docs/operations.md at night: with it, every message and alarm links its article. Without, they name it.
  // runbookBaseUrl: "https://github.com/example/baton/blob/main/docs/operations.md",

  contacts: {
    email: ["on-call@storefront.example.com"],
    sms: ["+15555550100"],
  },
});
