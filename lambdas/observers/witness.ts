/** A fresh look at the application from the third Region. */
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import * as z from "zod";
import { deployedNames } from "../../orchestrator/names";
import type { CallBudget } from "../runtime/runtime";
import { type Look, unknown } from "./observer";

/** The probe itself may take 5 s, its cold start half a second; there is no time for a second attempt. */
const WITNESS_BUDGET: CallBudget = { connectionTimeoutMs: 1000, requestTimeoutMs: 7500, maxAttempts: 1 };

const answerSchema = z.object({ verdict: z.enum(["UP", "DOWN", "UNKNOWN"]), detail: z.string() });

/** The witness knows what to probe from its own copy of the plan: nobody can make it probe anything else. */
export const lookFromWitness: Look = async ({ runtime }) => {
  const { witness } = runtime.plan.regions;
  if (witness === undefined) return unknown("The plan names no witness Region.");
  const lambda = runtime.clients.get(LambdaClient, witness, WITNESS_BUDGET);
  const FunctionName = deployedNames(runtime.plan).lambdaFunction("witness-probe");
  const answer = await lambda.send(new InvokeCommand({ FunctionName }));
  const text = new TextDecoder().decode(answer.Payload);
  if (answer.FunctionError !== undefined) return unknown(`The witness failed: ${text}`);
  return answerSchema.parse(JSON.parse(text));
};
