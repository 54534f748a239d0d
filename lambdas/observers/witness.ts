/** What the third Region sees: its own fresh probe of the application, and what Route 53 tells it. */
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import * as z from "zod";
import { deployedNames } from "../../orchestrator/names";
import { describeFailure } from "../aws/failures";
import type { CallBudget, Runtime } from "../runtime/runtime";
import { type Look, type Opinion, unknown } from "./observer";

/** The probe itself may take 5 s, its cold start half a second; there is no time for a second attempt. */
const WITNESS_BUDGET: CallBudget = { connectionTimeoutMs: 1000, requestTimeoutMs: 7500, maxAttempts: 1 };

/** What the witness is asked with. What it probes stands in its own copy of the plan: nobody can make it probe anything else. */
export const witnessQuestionSchema = z.object({ healthCheckId: z.string().min(1).nullable() });
export type WitnessQuestion = z.output<typeof witnessQuestionSchema>;

const opinionSchema = z.object({ verdict: z.enum(["UP", "DOWN", "UNKNOWN"]), detail: z.string() });
const reportSchema = z.object({ application: opinionSchema, route53: opinionSchema });

export interface WitnessReport {
  readonly application: Opinion;
  readonly route53: Opinion;
}

/** What came of asking: an answer of its own says that the witness works, whatever it sees. */
export interface WitnessAnswer extends WitnessReport {
  readonly isHeard: boolean;
}

/** One question for both opinions. Never throws: a witness that cannot be heard saw nothing. */
export async function askWitness(runtime: Runtime<unknown>, question: WitnessQuestion): Promise<WitnessAnswer> {
  const { witness } = runtime.plan.regions;
  if (witness === undefined) return nothing("The plan names no witness Region.");
  try {
    const lambda = runtime.clients.get(LambdaClient, witness, WITNESS_BUDGET);
    const FunctionName = deployedNames(runtime.plan).lambdaFunction("witness-probe");
    const answer = await lambda.send(
      new InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(question)) }),
    );
    const text = new TextDecoder().decode(answer.Payload);
    return answer.FunctionError === undefined
      ? { ...reportSchema.parse(JSON.parse(text)), isHeard: true }
      : nothing(`The witness failed: ${text}`);
  } catch (error) {
    return nothing(describeFailure(error));
  }
}

function nothing(detail: string): WitnessAnswer {
  return { application: unknown(detail), route53: unknown(detail), isHeard: false };
}

export const lookFromWitness: Look = async ({ witness }) => (await witness).application;
