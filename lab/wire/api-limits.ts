/**
 * How often an account may call an API in a Region. `[doc]`: the service's own quota page; where it states one number per
 * second, that is burst and rate alike, and where Regions differ, the smaller ones' number stands. `[est]`: nothing is
 * published; the numbers are below what operators report.
 */
import type { RateLimit } from "../kernel/token-bucket";

export interface ServiceLimits {
  /** Of each operation that changes nothing, and of each that does. */
  readonly reads: RateLimit;
  readonly writes: RateLimit;
  readonly operations?: Readonly<Record<string, RateLimit>>;
  /** All operations together: each call takes from this bucket and from its own. */
  readonly account?: RateLimit;
}

const perSecond = (rate: number): RateLimit => ({ burst: rate, ratePerSecond: rate });
const bucket = (burst: number, ratePerSecond: number): RateLimit => ({ burst, ratePerSecond });

/** By SigV4 signing name. */
const LIMITS: Readonly<Record<string, ServiceLimits>> = {
  /** One limit for all calls [doc: "API calls have a single, shared API limit"], its number and that of writes [est]. */
  autoscaling: { account: bucket(20, 5), reads: bucket(20, 5), writes: bucket(10, 2) },
  /** A partition's 3000 reads and 1000 writes [doc], as if every item lay in one and were as small as a unit [est]. */
  dynamodb: { reads: perSecond(3000), writes: perSecond(1000) },
  /** Non-mutating actions without filters, and mutating ones [doc]. */
  ec2: { reads: bucket(50, 10), writes: bucket(50, 5), operations: { CopyImage: bucket(100, 1) } },
  /** [doc: request throttling]. Actions of one category share a bucket there; for those that look, the account's does it. */
  elasticloadbalancing: {
    account: bucket(40, 10),
    reads: bucket(40, 10),
    writes: bucket(20, 3),
    operations: { RegisterTargets: bucket(20, 4), DeregisterTargets: bucket(20, 4) },
  },
  /** Control plane 50, PutEvents 400 [doc]. */
  events: { reads: perSecond(50), writes: perSecond(50), operations: { PutEvents: perSecond(400) } },
  /** Cryptographic operations with symmetric keys: the least that any Region has had [doc]; the rest [est]. */
  kms: {
    reads: perSecond(10),
    writes: perSecond(10),
    operations: { Decrypt: perSecond(5500), GenerateDataKey: perSecond(5500) },
  },
  /** Control plane 15, GetFunction 100; invocations: ten times the concurrency, which is 10 in a new account [doc]. */
  lambda: {
    reads: perSecond(15),
    writes: perSecond(15),
    operations: { GetFunction: perSecond(100), Invoke: perSecond(100) },
  },
  /** [doc]; what is not named there: 10 [est]. */
  monitoring: {
    reads: perSecond(10),
    writes: perSecond(3),
    operations: {
      DescribeAlarms: perSecond(9),
      GetMetricData: perSecond(50),
      GetMetricStatistics: perSecond(400),
      PutMetricData: perSecond(500),
    },
  },
  /** 300 at once and 12 a second [doc: request throttling], read as all calls of the account together; fewer writes [est]. */
  rds: { account: bucket(300, 12), reads: bucket(300, 12), writes: bucket(10, 1) },
  /** Five requests a second for the whole account [doc]. */
  route53: { account: perSecond(5), reads: perSecond(5), writes: perSecond(5) },
  /** [doc] */
  scheduler: { reads: perSecond(50), writes: perSecond(50) },
  /** Publish 300 [doc]; the rest [est]. */
  sns: { reads: perSecond(10), writes: perSecond(10), operations: { Publish: perSecond(300) } },
  /** A queue's 300 where it is a FIFO queue [doc]; others have no limit. */
  sqs: { reads: perSecond(300), writes: perSecond(300) },
  /** [doc] */
  ssm: { reads: perSecond(40), writes: perSecond(3) },
  /** [doc] for the named ones; the rest as the smallest of the same page. */
  states: {
    reads: bucket(100, 1),
    writes: bucket(100, 1),
    operations: {
      DescribeExecution: bucket(250, 10),
      DescribeStateMachine: bucket(200, 20),
      GetExecutionHistory: bucket(400, 20),
      ListExecutions: bucket(100, 2),
      RedriveExecution: bucket(800, 150),
      SendTaskFailure: bucket(1500, 300),
      SendTaskSuccess: bucket(1500, 300),
      StartExecution: bucket(800, 150),
      StopExecution: bucket(500, 25),
    },
  },
  /** [doc] */
  sts: { reads: perSecond(600), writes: perSecond(600) },
};

/** Of services that are not listed [est]. */
const OTHERS: ServiceLimits = { reads: perSecond(10), writes: perSecond(10) };

const READS = /^(Describe|Get|List|BatchGet|Query|Scan|Head)/;

/** Whether an operation may change something. */
export function isMutating(operation: string): boolean {
  return !READS.test(operation);
}

export interface ApiLimit extends RateLimit {
  /** What shares the bucket, within one Region. */
  readonly bucketName: string;
}

/** Every bucket that a call takes a token from; it is refused where one of them is empty. */
export function limitsOf(service: string, operation: string): readonly ApiLimit[] {
  const { account, operations, reads, writes } = LIMITS[service] ?? OTHERS;
  const own = operations?.[operation] ?? (isMutating(operation) ? writes : reads);
  return [
    { ...own, bucketName: `${service} ${operation}` },
    ...(account === undefined ? [] : [{ ...account, bucketName: service }]),
  ];
}
