/** AWS Step Functions of one Region: standard workflows in virtual time. Signing name `states`. */
import type { LabContext } from "../../kernel/ports";
import type { Provisioned, Provisioner, ProvisionRequest, Provisions } from "../../kernel/provision";
import type { RandomSource } from "../../kernel/random";
import { type ApiCall, AwsError, type ServiceModel } from "../../kernel/service";
import type { Json } from "../../states/json";
import { TaskTokenError } from "../../states/task-tokens";
import { physicalName } from "../platform/arns";
import { optionalText, requiredText } from "../platform/input";
import { type Operations, perform } from "../platform/operations";
import { describeExecution, type Execution, listedExecution } from "./execution";
import { ExecutionBook } from "./execution-book";
import { historyPage } from "./history-page";
import { readStateMachine, type StateMachine } from "./state-machine";

const LARGEST_INPUT_BYTES = 262_144;

export class StepFunctionsService implements ServiceModel, Provisions {
  readonly provisioners: Readonly<Record<string, Provisioner>> = {
    "AWS::StepFunctions::StateMachine": (request) => this.provisionMachine(request),
  };
  private readonly random: RandomSource;
  private readonly book: ExecutionBook;
  private readonly machines = new Map<string, StateMachine>();
  private readonly operations: Operations = {
    StartExecution: (call) => this.startExecution(call),
    DescribeExecution: ({ input }) => describeExecution(this.book.findVisible(requiredText(input, "executionArn"))),
    StopExecution: (call) => this.stopExecution(call),
    RedriveExecution: (call) => this.redriveExecution(call),
    ListExecutions: (call) => this.listExecutions(call),
    GetExecutionHistory: ({ input }) => historyPage(this.book.find(requiredText(input, "executionArn")).history, input),
    DescribeStateMachine: ({ input }) => this.describeMachine(this.machine(requiredText(input, "stateMachineArn"))),
    SendTaskSuccess: ({ input }) => {
      const output = parseJson(requiredText(input, "output"), "InvalidOutput");
      return this.answerToken(() => this.book.tokens.succeed(requiredText(input, "taskToken"), output));
    },
    SendTaskFailure: ({ input }) =>
      this.answerToken(() =>
        this.book.tokens.fail(
          requiredText(input, "taskToken"),
          optionalText(input, "error"),
          optionalText(input, "cause"),
        ),
      ),
    SendTaskHeartbeat: ({ input }) =>
      this.answerToken(() => this.book.tokens.heartbeat(requiredText(input, "taskToken"))),
  };

  constructor(
    private readonly lab: LabContext,
    private readonly region: string,
  ) {
    this.random = lab.random.fork(`states/${region}`);
    this.book = new ExecutionBook(lab, this.random, region);
  }

  handle(call: ApiCall): unknown {
    return perform(this.operations, call);
  }

  /** Every execution so far, oldest first: for reports and checks. */
  executions(): readonly Execution[] {
    return this.book.list();
  }

  /** What has been running for longest has reached its machine's time limit: a scenario's handle. Nothing runs: nothing. */
  timeOutOldest(): void {
    const running = this.book.list().filter(({ status }) => status === "RUNNING");
    running[0]?.handle?.timeOut();
  }

  private startExecution({ input }: ApiCall): unknown {
    const machine = this.machine(requiredText(input, "stateMachineArn"));
    const name = optionalText(input, "name") ?? this.random.uuid();
    if (!/^[\w.:+@=-]{1,80}$/.test(name)) throw new AwsError("InvalidName", `Invalid Name: '${name}'`);
    const text = optionalText(input, "input") ?? "{}";
    parseJson(text, "InvalidExecutionInput");
    if (Buffer.byteLength(text) > LARGEST_INPUT_BYTES) throw new AwsError("ValidationException", "input is too large");
    const { arn, startedAtMs } = this.book.start(machine, name, text);
    return { executionArn: arn, startDate: new Date(startedAtMs) };
  }

  private async stopExecution({ input }: ApiCall): Promise<unknown> {
    const execution = this.book.find(requiredText(input, "executionArn"));
    execution.handle?.abort(optionalText(input, "error"), optionalText(input, "cause"));
    await execution.handle?.finished;
    return { stopDate: new Date(execution.stoppedAtMs ?? this.lab.clock.now()) };
  }

  private redriveExecution({ input }: ApiCall): unknown {
    const execution = this.book.find(requiredText(input, "executionArn"));
    this.book.redrive(execution);
    return { redriveDate: new Date(this.lab.clock.now()) };
  }

  private listExecutions({ input }: ApiCall): unknown {
    const machine = this.machine(requiredText(input, "stateMachineArn"));
    const status = optionalText(input, "statusFilter");
    const found = this.book.list().filter((one) => one.machine === machine && (!status || one.status === status));
    return { executions: found.reverse().map(listedExecution) };
  }

  private answerToken(answer: () => void): unknown {
    try {
      answer();
      return {};
    } catch (error) {
      throw error instanceof TaskTokenError ? new AwsError(error.name, error.message) : error;
    }
  }

  private machine(arn: string): StateMachine {
    const machine = this.machines.get(arn);
    if (!machine) throw new AwsError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${arn}'`);
    return machine;
  }

  private describeMachine({ arn, name, roleArn, definition }: StateMachine): unknown {
    return { stateMachineArn: arn, name, roleArn, definition, status: "ACTIVE", type: "STANDARD" };
  }

  private provisionMachine(request: ProvisionRequest): Provisioned {
    const arnPrefix = `arn:aws:states:${this.region}:${this.lab.accountId}`;
    const machine = readStateMachine(this.lab, request, arnPrefix, physicalName(request, this.random, 80));
    if (this.machines.has(machine.arn)) throw new Error(`state machine ${machine.name} exists`);
    this.machines.set(machine.arn, machine);
    return { ref: machine.arn, attributes: { Arn: machine.arn, Name: machine.name } };
  }
}

function parseJson(text: string, code: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new AwsError(code, `Invalid JSON: '${text.slice(0, 100)}'`);
  }
}
