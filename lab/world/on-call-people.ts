/** The people who read the messages: they open links and press buttons, over the simulated internet and through real HTML. */
import type { Journal, JournalEntry } from "../kernel/journal";
import type { HttpAnswer, WebPort } from "../kernel/ports";
import type { VirtualClock } from "../kernel/virtual-clock";
import type { Reaction, ReactionOf } from "../scenarios/reaction";

/** A browser's patience. */
const PATIENCE_MS = 30_000;
const LINK = /https:\/\/\S+\/approval\/\S+/;
const NONCE = /name="nonce" value="([^"]+)"/;

export interface PeopleParts {
  readonly clock: VirtualClock;
  readonly journal: Journal;
  readonly web: WebPort;
}

export class OnCallPeople {
  /** Of the latest message that had one. */
  private link: string | undefined;

  constructor(
    private readonly parts: PeopleParts,
    reactions: readonly Reaction[],
  ) {
    const waiting = new Set(reactions);
    parts.journal.onEntry((entry) => {
      if (entry.kind !== "message-published") return;
      this.link = LINK.exec(String(entry.facts.email))?.[0] ?? this.link;
      for (const reaction of [...waiting].filter((one) => isAbout(one, entry))) {
        waiting.delete(reaction);
        parts.clock.after(reaction.afterSeconds * 1000, () => void this.act(reaction));
      }
    });
  }

  private async act({ does }: Reaction): Promise<void> {
    const { link } = this;
    if (link === undefined) return this.tell("page-opened", `${does.who} finds no link in any message.`);
    const page = await this.parts.web.request("internet", "GET", link, "", PATIENCE_MS);
    this.tell("page-opened", `${does.who} opens the approval page: ${described(page)}.`, page);
    if (does.type === "decides-on-the-approval-page") await this.decide(link, page, does);
  }

  private async decide(
    link: string,
    page: HttpAnswer,
    { who, decision, remark }: ReactionOf<"decides-on-the-approval-page">,
  ): Promise<void> {
    const nonce = NONCE.exec(page.body)?.[1];
    if (nonce === undefined) return this.tell("page-answered", `${who} finds no form on the page.`);
    const form = new URLSearchParams({ nonce, name: who, remark, decision }).toString();
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const answer = await this.parts.web.request("internet", "POST", link, form, PATIENCE_MS, headers);
    this.tell("page-answered", `${who} presses "${decision}": ${described(answer)}.`, answer);
  }

  private tell(kind: string, summary: string, answer?: HttpAnswer): void {
    const facts = answer ? { status: answer.status ?? 0 } : {};
    this.parts.journal.record({ place: "internet", actor: "person", kind, summary, facts });
  }
}

function isAbout({ whenOnCallReads }: Reaction, { facts }: JournalEntry): boolean {
  return String(facts.subject).includes(whenOnCallReads);
}

/** As the tab says it: the page's title. */
function described({ status, body }: HttpAnswer): string {
  if (status === null) return "no answer";
  const title = /<title>([^<]*)<\/title>/.exec(body)?.[1];
  return title === undefined ? `HTTP ${status}` : `HTTP ${status}, "${title}"`;
}
