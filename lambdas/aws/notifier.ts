/**
 * Tells people. At least once, with duplicates kept out: a message is marked before and after it is published, and one
 * that is marked as sent is not sent again. One that another caller has only just begun to send is waited for: events come
 * twice. Whoever dies between publishing and the second mark sends it twice, and so do two processes while the table cannot be
 * marked; each for itself knows what it has sent. On-call may read a page twice, but must never miss one. Failing to publish is
 * an answer, not an error: it never stops a run, and the metric of unsent messages has an alarm.
 */
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import * as z from "zod";
import { withoutLinkSecrets } from "../../orchestrator/approval-link";
import { deployedNames } from "../../orchestrator/names";
import type { Notice } from "../../orchestrator/notice";
import type { NoticeEnvironment } from "../runtime/environment";
import type { Runtime } from "../runtime/runtime";
import { describeFailure } from "./failures";
import { reportMetric } from "./own-metrics";
import type { Key, Table } from "./table";

/** SNS answers in well under a second; whoever takes longer may have died, and the message goes out a second time. */
const LONGEST_SEND_MS = 3000;
const SEND_POLL_MS = 500;

export type Delivery =
  | { readonly sent: true; readonly detail: string }
  | { readonly sent: false; readonly detail: string };

/** What each process has sent, by the runtime that it made at its start: a step that fails afterwards is tried again twenty times. */
const sentBy = new WeakMap<Runtime<NoticeEnvironment>, Set<string>>();

export class Notifier {
  private readonly sns: SNSClient;
  private readonly sentHere: Set<string>;

  constructor(
    private readonly runtime: Runtime<NoticeEnvironment>,
    private readonly table: Table,
  ) {
    this.sns = runtime.clients.get(SNSClient, runtime.plan.regions.standby);
    this.sentHere = sentBy.get(runtime) ?? new Set();
    sentBy.set(runtime, this.sentHere);
  }

  /** `occasion` tells two messages of one kind in one run apart; the same occasion is told once. Never throws. */
  async send(runId: string, notice: Notice, occasion = ""): Promise<Delivery> {
    const key = keyOf(runId, notice.kind, occasion);
    if (this.sentHere.has(textOf(key)) || (await this.wasSent(key, notice)))
      return { sent: true, detail: "was sent before" };
    try {
      const { MessageId: messageId = "" } = await this.sns.send(this.publish(notice));
      this.sentHere.add(textOf(key));
      await this.markSent(key, notice, messageId);
      return { sent: true, detail: notice.subject };
    } catch (error) {
      const detail = `The message "${notice.subject}" could not be sent: ${describeFailure(error)}.`;
      this.runtime.log.error(detail, { error });
      await reportMetric(this.runtime, deployedNames(this.runtime.plan).unsentMessagesMetric, 1);
      return { sent: false, detail };
    }
  }

  /** A message of the run that somebody began to send, and nobody got out; null where there is none. */
  async unsent(runId: string, kind: Notice["kind"]): Promise<Notice | null> {
    const mark = await this.table.read(keyOf(runId, kind, ""));
    if (mark === null || mark.isSent === true) return null;
    return { kind, ...keptText.parse(mark) };
  }

  /** False where the table does not say: a message twice is better than none. */
  private async wasSent(key: Key, notice: Notice): Promise<boolean> {
    const begunAtMs = this.runtime.clock.now();
    try {
      const mark = await this.table.insert(key, { ...withoutSecrets(notice), isSent: false, begunAtMs });
      if (mark.written) return false;
      return mark.existing?.isSent === true || (await this.isBeingSent(key, mark.existing?.begunAtMs));
    } catch (error) {
      this.runtime.log.error(`The message is sent without a mark: ${describeFailure(error)}`);
      return false;
    }
  }

  /** Whether the caller who began `begunAtMs` gets it out; one of long ago has not. */
  private async isBeingSent(key: Key, begunAtMs: unknown): Promise<boolean> {
    const { clock } = this.runtime;
    const untilMs = Math.min(Number(begunAtMs ?? 0), clock.now()) + LONGEST_SEND_MS;
    while (clock.now() < untilMs) {
      await clock.sleep(SEND_POLL_MS);
      if ((await this.table.read(key))?.isSent === true) return true;
    }
    return false;
  }

  private async markSent(key: Key, notice: Notice, messageId: string): Promise<void> {
    const sentAtMs = this.runtime.clock.now();
    try {
      await this.table.put(key, { ...withoutSecrets(notice), isSent: true, sentAtMs, messageId });
    } catch (error) {
      this.runtime.log.error(`The message was sent and is not marked so: ${describeFailure(error)}`);
    }
  }

  /** Each protocol gets its own text. */
  private publish({ subject, email, sms }: Notice): PublishCommand {
    return new PublishCommand({
      TopicArn: this.runtime.environment.TOPIC_ARN,
      Subject: subject,
      MessageStructure: "json",
      Message: JSON.stringify({ default: email, email, sms }),
    });
  }
}

const keptText = z.object({ subject: z.string(), email: z.string(), sms: z.string() });

function keyOf(runId: string, kind: Notice["kind"], occasion: string): Key {
  return { pk: `RUN#${runId}`, sk: `NOTICE#${kind}${occasion && `#${occasion}`}` };
}

function textOf({ pk, sk }: Key): string {
  return `${pk} ${sk}`;
}

/** What may be kept of a message: whoever reads the table must not be able to decide by its link. */
function withoutSecrets({ kind, subject, email, sms }: Notice): Notice {
  return { kind, subject, email: withoutLinkSecrets(email), sms: withoutLinkSecrets(sms) };
}
