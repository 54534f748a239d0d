/** A runtime as a deployed function has one: the real SDK over the lab's wire, a table of the lab, and a scripted rest of AWS. */

import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { ApiCall } from "../../lab/kernel/service";
import { AwsError } from "../../lab/kernel/service";
import { Table } from "../../lambdas/aws/table";
import type { NoticeEnvironment } from "../../lambdas/runtime/environment";
import type { Runtime } from "../../lambdas/runtime/runtime";
import { labTable, TABLE } from "../lab/services/dynamodb/helpers";
import { bench } from "../lab/wire/helpers";
import { storefront } from "../orchestrator/fixtures";

/** Answers by operation; an operation without one fails the test as a defect of the lab. */
export type Script = Readonly<Record<string, (input: Readonly<Record<string, unknown>>, call: ApiCall) => unknown>>;

/** `isRefused`: which calls the table refuses. */
export function rig(script: Script = {}, isRefused: (call: ApiCall) => boolean = () => false) {
  const stored = labTable();
  const around = bench((call) => {
    if (call.service === "dynamodb") {
      if (isRefused(call)) throw new AwsError("AccessDeniedException", "The key of the table is disabled.");
      return stored.service.handle(call);
    }
    const answer = script[call.operation];
    if (!answer) throw new Error(`nothing answers ${call.service}:${call.operation}`);
    return answer(call.input, call);
  });
  const { clock, clients } = around;
  const runtime: Runtime<NoticeEnvironment> = {
    environment: { TABLE_NAME: TABLE, TOPIC_ARN: "arn:aws:sns:eu-west-1:123456789012:baton-storefront-on-call" },
    plan: storefront,
    clients,
    clock: { now: () => clock.now(), sleep: (milliseconds) => clock.sleep(milliseconds) },
    http: {
      get: () => Promise.reject(new Error("no test goes to the web")),
      put: () => Promise.reject(new Error("no test goes to the web")),
    },
    names: { resolve: () => Promise.reject(new Error("no test looks up a name")) },
    log: { append: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    randomBytes: (count) => new Uint8Array(count),
  };
  const table = new Table(clients.get(DynamoDBClient, "eu-west-1"), TABLE);
  return { ...around, stored, runtime, table };
}
