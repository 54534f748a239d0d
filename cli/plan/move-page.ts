/** The outline of a planned move as a terminal shows it. */
import { paragraph } from "../terminal/layout";
import { type Screen, styled } from "../terminal/screen";
import type { MoveOutline } from "./move-outline";
import { legs, rule, steps } from "./outline-parts";

export function movePage(application: string, outline: MoveOutline, screen: Screen): string[] {
  const { workflow, source, target, reversible, irreversible, withoutWrites } = outline;
  const heading = (text: string) => ["", styled(screen, "bold", text)];
  return [
    styled(screen, "bold", `${application}: a ${workflow} from ${source.region} to ${target.region}`),
    ...paragraph("planned and without loss; a person starts it; nothing is asked of AWS here", 0, screen.columns),
    ...heading("What would happen"),
    ...steps(reversible, 1, screen),
    ...rule("from here on: forward, or an operator is called", screen),
    ...steps(irreversible, reversible.length + 1, screen),
    ...heading("The longest that the deadlines let nobody write"),
    ...legs(withoutWrites, screen),
  ];
}
