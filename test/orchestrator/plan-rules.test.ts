import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { PlanInvalid } from "../../orchestrator/errors";
import type { PlanInput } from "../../orchestrator/plan";
import { requirePlan, validatePlan } from "../../orchestrator/plan-rules";
import { sentenceOf } from "../../orchestrator/problems";
import { draft } from "./fixtures";

type Draft = { -readonly [K in keyof PlanInput]: PlanInput[K] };
type Change = (plan: Draft) => unknown;

function problemsAfter(change: Change): string[] {
  const plan = draft();
  change(plan);
  const validation = validatePlan(plan);
  return "problems" in validation ? validation.problems.map(sentenceOf) : [];
}

function replica(plan: Draft) {
  const found = plan.resources.find((resource) => resource.kind === "rdsReadReplica");
  if (!found) throw new Error("the storefront has a replica");
  return found;
}

function group(plan: Draft) {
  const found = plan.resources.find((resource) => resource.kind === "autoScalingGroup");
  if (!found) throw new Error("the storefront has a group");
  return found;
}

const onlyGroup: Change = (plan) => {
  plan.resources = [group(plan)];
};

describe("a plan that makes sense", () => {
  test("is returned with its defaults filled in", () => {
    const validation = validatePlan(draft());
    if ("problems" in validation) throw new Error(validation.problems.map(sentenceOf).join("\n"));
    expect(validation.plan.traffic).toMatchObject({ mode: "followBaton", timeToLiveSeconds: 60 });
    expect(requirePlan(draft(), "plans/storefront.ts")).toEqual(validation.plan);
  });

  test.each<[string, Change]>([
    [
      "approval without a witness",
      (plan) => {
        plan.policy.mode = "approval";
        plan.regions = { primary: plan.regions.primary, standby: plan.regions.standby };
      },
    ],
    [
      "compute only, which may follow health and promise to lose nothing",
      (plan) => {
        onlyGroup(plan);
        plan.traffic.mode = "followHealth";
        plan.objectives.rpoSeconds = 0;
        plan.policy.largestDataLossSeconds = 0;
        plan.policy.deadlines.promoteSeconds = 1;
      },
    ],
    [
      "data only, which need not fill capacity",
      (plan) => {
        plan.resources = [replica(plan)];
        plan.policy.deadlines.fillCapacitySeconds = 1;
      },
    ],
    [
      "a network load balancer in its own Region",
      (plan) => {
        plan.traffic.loadBalancers.standby.dnsName = "shop-0123.elb.eu-west-1.amazonaws.com";
      },
    ],
    [
      "a load balancer behind a name of one's own",
      (plan) => {
        plan.traffic.loadBalancers.standby.dnsName = "lb.example.com";
      },
    ],
    [
      "no instance role",
      (plan) => {
        const { instanceRoleArn: _, ...rest } = group(plan);
        plan.resources = [rest];
      },
    ],
    [
      "no SMS",
      (plan) => {
        plan.contacts = { email: plan.contacts.email };
      },
    ],
  ])("may have %s", (_name, change) => {
    expect(problemsAfter(change)).toEqual([]);
  });
});

describe("one mistake, one sentence with path, value and what is allowed", () => {
  test.each<[string, Change, string]>([
    [
      "the same Region twice",
      (plan) => {
        plan.regions.standby = "us-east-1";
        plan.traffic.mode = "followBaton";
      },
      'regions.standby is "us-east-1"; allowed: a Region other than the primary',
    ],
    [
      "a runbook with an anchor, which its articles would need",
      (plan) => {
        plan.runbookBaseUrl = "https://wiki.example.com/operations.md#alarms";
      },
      "an https:// URL without an anchor",
    ],
    [
      "a witness in the primary",
      (plan) => {
        plan.regions.witness = "us-east-1";
      },
      "other than the primary",
    ],
    [
      "a witness in the standby",
      (plan) => {
        plan.regions.witness = "eu-west-1";
      },
      "other than the standby",
    ],
    [
      "automatic without a witness",
      (plan) => {
        plan.regions = { primary: "us-east-1", standby: "eu-west-1" };
      },
      "regions.witness is missing; allowed: a third Region",
    ],
    [
      "a certificate elsewhere",
      (plan) => {
        plan.traffic.endpoint.certificateArn = plan.traffic.endpoint.certificateArn.replace("eu-west-1", "us-east-1");
      },
      "an ARN in Region eu-west-1 and account 123456789012",
    ],
    [
      "a certificate of somebody else",
      (plan) => {
        plan.traffic.endpoint.certificateArn = plan.traffic.endpoint.certificateArn.replace(
          "123456789012",
          "999999999999",
        );
      },
      "an ARN in Region eu-west-1",
    ],
    [
      "target groups swapped, primary",
      (plan) => {
        plan.traffic.loadBalancers.primary.targetGroupArn = plan.traffic.loadBalancers.standby.targetGroupArn;
      },
      "an ARN in Region us-east-1",
    ],
    [
      "target groups swapped, standby",
      (plan) => {
        plan.traffic.loadBalancers.standby.targetGroupArn = plan.traffic.loadBalancers.primary.targetGroupArn;
      },
      "an ARN in Region eu-west-1",
    ],
    [
      "load balancers swapped, primary",
      (plan) => {
        plan.traffic.loadBalancers.primary.dnsName = plan.traffic.loadBalancers.standby.dnsName;
      },
      "a load balancer in us-east-1",
    ],
    [
      "load balancers swapped, standby",
      (plan) => {
        plan.traffic.loadBalancers.standby.dnsName = "shop.elb.us-east-1.amazonaws.com";
      },
      "a load balancer in eu-west-1",
    ],
    [
      "a group's targets elsewhere",
      (plan) => {
        group(plan).standbyTargetGroupArn = plan.traffic.loadBalancers.primary.targetGroupArn;
      },
      "resources[1].standbyTargetGroupArn",
    ],
    [
      "a role of somebody else",
      (plan) => {
        group(plan).instanceRoleArn = "arn:aws:iam::999999999999:role/web";
      },
      "resources[1].instanceRoleArn",
    ],
    [
      "detection that asks the record",
      (plan) => {
        plan.detection.healthUrl = "https://SHOP.storefront.example.com:443/health";
      },
      "detection.healthUrl",
    ],
    [
      "detection that asks the record by its name with a final dot",
      (plan) => {
        plan.detection.healthUrl = "https://shop.storefront.example.com./health";
      },
      "detection.healthUrl",
    ],
    [
      "verification that asks the record",
      (plan) => {
        plan.verification.healthUrl = "https://shop.storefront.example.com/health";
      },
      "verification.healthUrl",
    ],
    [
      "verification that asks the primary",
      (plan) => {
        plan.verification.healthUrl = plan.detection.healthUrl;
      },
      "the standby's host",
    ],
    [
      "a traffic endpoint behind the record",
      (plan) => {
        plan.traffic.endpoint.domainName = plan.traffic.recordName;
      },
      "traffic.endpoint.domainName",
    ],
    [
      "a record that is no name",
      (plan) => {
        plan.traffic.recordName = "shop";
      },
      'traffic.recordName is "shop"; allowed: a fully qualified domain name',
    ],
    [
      "an objective that is too short",
      (plan) => {
        plan.objectives.rtoSeconds = 1_600;
      },
      "objectives.rtoSeconds is 1600; allowed: at least 1792, 192 s more, or shorter deadlines: detection 292 + confirm 60 + fence 90 + promote or fill capacity 1020 + verify 120 + switch traffic 150 + DNS time to live 60 = 1792 s",
    ],
    [
      "no time to promote",
      (plan) => {
        plan.policy.deadlines.promoteSeconds = 299;
      },
      "at least 300: promoting an RDS replica",
    ],
    [
      "no time to launch",
      (plan) => {
        plan.policy.deadlines.fillCapacitySeconds = 199;
      },
      "at least 200: launching instances",
    ],
    [
      "no time to confirm",
      (plan) => {
        plan.policy.deadlines.confirmSeconds = 19;
      },
      "asking every observer twice",
    ],
    [
      "no time to fence",
      (plan) => {
        plan.policy.deadlines.fenceSeconds = 19;
      },
      "finding out that a Region does not answer",
    ],
    [
      "no time to switch",
      (plan) => {
        plan.policy.deadlines.switchTrafficSeconds = 91;
      },
      "at least 92: Route 53 noticing who holds the baton, and an old answer of DNS going out of date",
    ],
    [
      "no time to verify",
      (plan) => {
        plan.policy.deadlines.verifySeconds = 29;
      },
      "at least 30: 10 s for each of 3 successes",
    ],
    [
      "a deadline of nothing",
      (plan) => {
        plan.policy.deadlines.fenceSeconds = 0;
      },
      "policy.deadlines.fenceSeconds is 0; allowed: a whole number of seconds above 0",
    ],
    [
      "a time to live that Route 53 does not give",
      (plan) => {
        plan.traffic.timeToLiveSeconds = 10;
      },
      "at least 60: Route 53 answers",
    ],
    [
      "events that are old at once",
      (plan) => {
        plan.detection.largestEventAgeSeconds = 119;
      },
      "detection.largestEventAgeSeconds is 119",
    ],
    [
      "a person who decides at once",
      (plan) => {
        plan.policy.approvalTimeoutSeconds = 299;
      },
      "policy.approvalTimeoutSeconds is 299",
    ],
    [
      "a person who may take longer than a run",
      (plan) => {
        plan.policy.approvalTimeoutSeconds = 518_401;
      },
      "policy.approvalTimeoutSeconds is 518401; allowed: at most 518400, 6 days",
    ],
    [
      "more resources than the machine works on at once",
      (plan) => {
        const group = plan.resources.find(({ kind }) => kind === "autoScalingGroup");
        if (group?.kind !== "autoScalingGroup") return;
        plan.resources = Array.from({ length: 41 }, (_, index) => ({
          ...group,
          id: `web-${index}`,
          primaryGroupName: `web-${index}`,
          standbyGroupName: `web-${index}`,
        }));
      },
      "allowed: 1 to 40 resources",
    ],
    [
      "more loss unasked than accepted",
      (plan) => {
        plan.policy.largestDataLossSeconds = 61;
      },
      "policy.largestDataLossSeconds is 61; allowed: at most 60",
    ],
    [
      "a breaker that never counts",
      (plan) => {
        plan.policy.failoversPerWindow.windowSeconds = 60;
      },
      "policy.failoversPerWindow.windowSeconds is 60; allowed: at least 14400",
    ],
    [
      "a breaker that remembers too much",
      (plan) => {
        plan.policy.failoversPerWindow.count = 21;
      },
      "a whole number from 1 to 20",
    ],
    [
      "DNS that moves a single writer",
      (plan) => {
        plan.traffic.mode = "followHealth";
      },
      "resources[0] has a single writer",
    ],
    [
      "no loss from asynchronous replication",
      (plan) => {
        plan.objectives.rpoSeconds = 0;
        plan.policy.largestDataLossSeconds = 0;
      },
      "objectives.rpoSeconds is 0; allowed: above 0",
    ],
    [
      "the same e-mail twice",
      (plan) => {
        plan.contacts.email = ["a@example.com", "A@example.com"];
      },
      'contacts.email[1] is "A@example.com"',
    ],
    [
      "the same number twice",
      (plan) => {
        plan.contacts.sms = ["+15555550100", "+15555550100"];
      },
      "contacts.sms[1]",
    ],
    [
      "nobody to tell",
      (plan) => {
        plan.contacts.email = [];
      },
      "contacts.email is []; allowed: at least one e-mail address",
    ],
    [
      "two resources with one name",
      (plan) => {
        group(plan).id = "orders-db";
      },
      'resources[1].id is "orders-db"; allowed: a value that no other resource has; resources[0].id is the same',
    ],
    [
      "a smallest above the largest",
      (plan) => {
        group(plan).smallestCapacity = 41;
      },
      "resources[1].smallestCapacity is 41; allowed: at most largestCapacity, 40",
    ],
  ])("%s", (_name, change, words) => {
    const problems = problemsAfter(change);
    expect(problems.filter((problem) => problem.includes(words))).toHaveLength(1);
  });

  test("two resources for one instance, or one group", () => {
    const twins = problemsAfter((plan) => {
      plan.resources = [...plan.resources, { ...replica(plan), id: "twin-db" }, { ...group(plan), id: "twin-web" }];
    });
    expect(twins.map((problem) => problem.split(" ")[0])).toEqual([
      "resources[2].standbyInstanceId",
      "resources[2].primaryInstanceId",
      "resources[3].standbyGroupName",
      "resources[3].primaryGroupName",
    ]);
  });
});

describe("all problems at once", () => {
  test("six mistakes, of shape and of sense, in the same sections, show six", () => {
    const plan: Record<string, unknown> = { ...draft(), colour: "blue" };
    const spoiled = draft();
    spoiled.regions.witness = "us-east-1";
    spoiled.objectives.rtoSeconds = 600;
    spoiled.policy.deadlines.fenceSeconds = -5;
    spoiled.contacts.email = ["nobody"];
    group(spoiled).smallestCapacity = 100;
    const { colour } = plan;
    expect(() => requirePlan({ ...spoiled, colour }, "plans/spoiled.ts")).toThrow(PlanInvalid);
    expect(() => requirePlan({ ...spoiled, colour }, "plans/spoiled.ts")).toThrow(
      /^plans\/spoiled.ts has 6 problems:\n {2}1\. /,
    );
    const validation = validatePlan({ ...spoiled, colour });
    expect("problems" in validation && validation.problems.map(({ path }) => path).sort()).toEqual([
      "colour",
      "contacts.email[0]",
      "objectives.rtoSeconds",
      "policy.deadlines.fenceSeconds",
      "regions.witness",
      "resources[1].smallestCapacity",
    ]);
  });

  test("a rule whose own field is malformed stays silent: one mistake is told once", () => {
    expect(problemsAfter((plan) => Object.assign(group(plan), { smallestCapacity: 0.5 }))).toEqual([
      "resources[1].smallestCapacity is 0.5; allowed: a whole number from 1 to 1000",
    ]);
  });

  test("what is too long without counting a malformed field is too long", () => {
    const problems = problemsAfter((plan) => {
      plan.objectives.rtoSeconds = 600;
      plan.traffic.timeToLiveSeconds = -1;
    });
    expect(problems.map((problem) => problem.split(" ")[0])).toEqual([
      "traffic.timeToLiveSeconds",
      "objectives.rtoSeconds",
    ]);
  });

  test("one mistake is one problem, in the singular", () => {
    const plan = draft();
    plan.contacts.email = ["nobody"];
    expect(() => requirePlan(plan, "plans/x.ts")).toThrow(
      'plans/x.ts has 1 problem:\n  1. contacts.email[0] is "nobody"; allowed: an e-mail address',
    );
  });

  test.each([[undefined], [null], ["plan"], [[]], [{ resources: 5 }], [{ resources: [null, { kind: "unknown" }] }]])(
    "%j is no plan, and that is said without an exception",
    (input) => {
      const validation = validatePlan(input);
      expect("problems" in validation && validation.problems.length).toBeGreaterThan(0);
    },
  );

  test("anything at all in any place of the plan gets an answer", () => {
    const places = Object.keys(draft()) as (keyof PlanInput)[];
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.anything(), (place, value) => {
        const validation = validatePlan({ ...draft(), [place]: value });
        // A name is soon made up, and `failback` may be left out or empty.
        if ("plan" in validation) expect(["application", "failback"]).toContain(place);
        else expect(validation.problems.every(({ allowed }) => allowed.length > 0)).toBe(true);
      }),
    );
  });

  test("a mistake never hides another: adding one keeps every problem that is not about the same field", () => {
    const mistakes: readonly Change[] = [
      (plan) => Object.assign(plan.regions, { witness: "us-east-1" }),
      (plan) => Object.assign(plan.contacts, { email: ["nobody"] }),
      (plan) => Object.assign(plan.policy, { approvalTimeoutSeconds: 1 }),
      (plan) => Object.assign(plan.policy.deadlines, { promoteSeconds: 1 }),
      (plan) => Object.assign(plan.detection, { largestEventAgeSeconds: 1 }),
      (plan) => Object.assign(group(plan), { smallestCapacity: 100 }),
      (plan) => Object.assign(group(plan), { standbyLaunchTemplateId: "lt-?" }),
      (plan) => Object.assign(replica(plan), { quarantineSecurityGroupId: "sg-?" }),
      (plan) => Object.assign(plan.traffic, { hostedZoneId: "?" }),
    ];
    fc.assert(
      fc.property(fc.subarray([...mistakes], { minLength: 1 }), (chosen) => {
        const together = problemsAfter((plan) => {
          for (const mistake of chosen) mistake(plan);
        });
        for (const mistake of chosen) expect(together).toEqual(expect.arrayContaining(problemsAfter(mistake)));
      }),
    );
  });
});
