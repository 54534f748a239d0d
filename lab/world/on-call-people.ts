/** The people who read the messages and react to them, each after a while. */
import type { Journal, JournalEntry } from "../kernel/journal";
import type { VirtualClock } from "../kernel/virtual-clock";
import type { Reaction } from "../scenarios/reaction";
import type { PageVisitor } from "./page-visitor";

export interface PeopleParts {
  readonly clock: VirtualClock;
  readonly journal: Journal;
  readonly visitor: PageVisitor;
}

/** Lets every reaction follow the first message that it is about. */
export function reactToMessages({ clock, journal, visitor }: PeopleParts, reactions: readonly Reaction[]): void {
  const waiting = new Set(reactions);
  journal.onEntry((entry) => {
    if (entry.kind !== "message-published") return;
    for (const reaction of [...waiting].filter((one) => isAbout(one, entry))) {
      waiting.delete(reaction);
      clock.after(reaction.afterSeconds * 1000, () => void act(visitor, reaction));
    }
  });
}

async function act(visitor: PageVisitor, { does }: Reaction): Promise<void> {
  if (does.type === "decides-on-the-approval-page") await visitor.decide(does);
  else await visitor.open(does.who);
}

function isAbout({ whenOnCallReads }: Reaction, { facts }: JournalEntry): boolean {
  return String(facts.subject).includes(whenOnCallReads);
}
