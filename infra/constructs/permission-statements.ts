/** The statements that several functions need, each limited to what it names. */
import type { PolicyStatementData } from "../../orchestrator/resources/kind";
import type { Deployment } from "../deployment";

/** Partition keys of the baton's table: what kinds of item there are. */
export const BATON_ITEM = "BATON";
export const RUN_ITEMS = "RUN#*";
export const SEEN_ITEMS = "SEEN#*";
type ItemKeys = typeof BATON_ITEM | typeof RUN_ITEMS | typeof SEEN_ITEMS;

type TableAction = "GetItem" | "Query" | "PutItem" | "UpdateItem" | "DeleteItem" | "ConditionCheckItem";

/** Some actions on some kinds of item: the leading-keys condition keeps every other item out of reach. */
export function onItems(
  sid: string,
  { arns }: Deployment,
  keys: readonly ItemKeys[],
  actions: readonly TableAction[],
): PolicyStatementData {
  return {
    sid,
    actions: actions.map((action) => `dynamodb:${action}`),
    resources: [arns.table],
    conditions: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": keys } },
  };
}

/** Tell people: publish to the on-call topic, whose messages are encrypted with its own key. */
export function notify({ arns }: Deployment, onCallKeyArn: string): readonly PolicyStatementData[] {
  return [
    { sid: "TellOnCall", actions: ["sns:Publish"], resources: [arns.onCallTopic] },
    { sid: "EncryptMessages", actions: ["kms:Decrypt", "kms:GenerateDataKey"], resources: [onCallKeyArn] },
  ];
}

/** The ID of the application's check is learned at run time, so any check's status may be read; nothing can be changed. */
export function readAnyHealthCheck(): PolicyStatementData {
  return readHealthCheck("*");
}

export function readHealthCheck(checkId: string): PolicyStatementData {
  return {
    sid: "ReadHealthCheckStatus",
    actions: ["route53:GetHealthCheckStatus"],
    resources: [`arn:aws:route53:::healthcheck/${checkId}`],
  };
}
