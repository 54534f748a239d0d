/** People in a story: each act is told to the journal and done as a person would: by the console, or on the approval page. */
import type { Plan } from "../../orchestrator/plan";
import type { Journal } from "../kernel/journal";
import type { PersonAct } from "../scenarios/act";
import type { Operator } from "./operator";
import type { PageVisitor } from "./page-visitor";

type ActOf<Type extends PersonAct["type"]> = Extract<PersonAct, { readonly type: Type }>;

type Deeds = { readonly [Type in PersonAct["type"]]: (act: ActOf<Type>) => Promise<void> };

export class People {
  private readonly deeds: Deeds = {
    "workflow-started": ({ workflow, by, reason }) => {
      this.tell(`${by} starts a ${workflow}: ${reason}`);
      return this.operator.start(workflow, by, reason);
    },
    "move-approved": (act) => this.answer(act, "approve"),
    "move-declined": (act) => this.answer(act, "decline"),
    "run-aborted": ({ by }) => {
      this.tell(`${by} stops the run.`);
      return this.operator.abort(by);
    },
    "run-redriven": ({ by }) => {
      this.tell(`${by} redrives the run.`);
      return this.operator.redriveLatest();
    },
    "automation-resumed": ({ by }) => {
      this.tell(`${by} lets the automation go on.`, "automation-resumed");
      return this.operator.resumeAutomation();
    },
  };

  constructor(
    private readonly plan: Plan,
    private readonly journal: Journal,
    private readonly operator: Operator,
    private readonly visitor: PageVisitor,
  ) {}

  perform<Type extends PersonAct["type"]>(act: ActOf<Type>): Promise<void> {
    const perform: (act: ActOf<Type>) => Promise<void> = this.deeds[act.type as Type];
    return perform(act);
  }

  /** @throws Error when nobody is asked: a story that cannot be told proves nothing */
  private async answer(
    { by, remark = "" }: ActOf<"move-approved" | "move-declined">,
    decision: "approve" | "decline",
  ): Promise<void> {
    const wasAsked = await this.visitor.decide({ who: by, decision, remark });
    if (!wasAsked) throw new Error(`${by} cannot ${decision}: no message asks for it.`);
  }

  private tell(summary: string, kind = "person-acted"): void {
    this.journal.record({ place: this.plan.regions.standby, actor: "person", kind, summary });
  }
}
