/** Judges of what must have become of images. */
import type { Judge } from "./findings";
import { verdict } from "./verdict";

type Judged = "newest-release-is-in" | "copies-kept";

export const IMAGE_JUDGES: { readonly [That in Judged]: Judge<That> } = {
  "newest-release-is-in": ({ role }, { images }) => {
    const problems = images.filter((each) => each.role === role && each.problem !== null);
    const seen = problems.map(({ resourceId, problem }) => `${resourceId}: ${problem}`).join("; ");
    const isSeen = images.some((each) => each.role === role);
    return verdict(
      `the ${role} Region can launch the newest release`,
      isSeen && problems.length === 0,
      seen || "it can",
    );
  },
  "copies-kept": ({ role, count }, { images }) => {
    const kept = images.filter((each) => each.role === role).reduce((sum, { ourCopies }) => sum + ourCopies, 0);
    return verdict(`${count} copies of Baton's stay in the ${role} Region`, kept === count, `${kept} do`);
  },
};
