/** One group's images: the copy that is missing is begun, a finished one gets its template version, what is surplus goes. */
import { copyStatus, currentRelease, type ImageStocks, type Release, whatIsBehind } from "../../orchestrator/images";
import { otherRole } from "../../orchestrator/resources/kind";
import { copyImage } from "../resources/copy-image";
import { seeImages } from "../resources/images-seen";
import { type Keeping, placeAt } from "./keeping";
import { type Prepared, prepareTemplate } from "./prepare-template";
import { removeCopies } from "./remove-copies";

export interface Looked {
  readonly result: "fine" | "behind";
  readonly detail: string;
}

/** Throws what AWS said, also when a Region does not answer. */
export async function keepImages(keeping: Keeping): Promise<Looked> {
  const { runtime, group, mayChange } = keeping;
  const [primary, standby] = await Promise.all([
    seeImages(placeAt(keeping, "primary"), group),
    seeImages(placeAt(keeping, "standby"), group),
  ]);
  const stocks = { primary, standby };
  const release = currentRelease(stocks);
  const brought = release === null ? { done: [] } : await bringOver(keeping, stocks, release);
  const removed = mayChange ? await removeCopies(keeping, stocks) : [];
  const { dueSeconds } = group.imageCopies;
  const refusal = "refusal" in brought ? brought.refusal : null;
  const behind = whatIsBehind(stocks, { dueSeconds, nowMs: runtime.clock.now() }) ?? refusal;
  const done = "done" in brought ? brought.done : [];
  const detail = [behind ?? "The newest release is in both Regions, or on its way.", ...done, ...removed].join(" ");
  return { result: behind === null ? "fine" : "behind", detail };
}

async function bringOver(keeping: Keeping, stocks: ImageStocks, release: Release): Promise<Prepared> {
  const place = placeAt(keeping, otherRole(release.role));
  const copy = copyStatus(stocks, release);
  if (copy.status === "available" && keeping.mayChange) return prepareTemplate(place, keeping.group, copy.imageId);
  if (copy.status !== "wanted") return { done: [] };
  const sourceRegion = stocks[release.role].region;
  const { group } = keeping;
  const copyId = await copyImage({ place, group, release, sourceRegion, attempt: copy.attempt });
  const what = `${release.image.imageId} from ${sourceRegion} to ${place.side.region}`;
  return { done: [copyId === null ? `${what} is being copied already.` : `Copying ${what} as ${copyId}.`] };
}
