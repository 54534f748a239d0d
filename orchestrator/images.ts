/**
 * Which release both Regions should be able to launch, and what is missing for that. Judged from the images that each was
 * seen to have: a copy never counts as a release, so nothing is ever copied back to where it came from.
 */
import type { RegionRole } from "./baton";
import { spanText } from "./message-text";
import { otherRole } from "./resources/kind";

/** An original in the other Region. */
export interface ImageSource {
  readonly region: string;
  readonly imageId: string;
}

export interface SeenImage {
  readonly imageId: string;
  readonly name: string;
  readonly state: "available" | "pending" | "failed";
  /** When the release was made, not when it was copied. */
  readonly releasedAtMs: number;
  /** Null for an image that was made in its own Region. */
  readonly copyOf: ImageSource | null;
  /** Whether Baton copied it for this application: no other image is ever removed. */
  readonly isOurs: boolean;
}

/** The images with a plan's tag, by Region. */
export interface ImageStock {
  readonly region: string;
  readonly images: readonly SeenImage[];
}
export type ImageStocks = Readonly<Record<RegionRole, ImageStock>>;

/** What was made last, and where. */
export interface Release {
  readonly role: RegionRole;
  readonly image: SeenImage;
}

/** What has become of a release in the Region that it was not made in. */
export type CopyStatus =
  | { readonly status: "available" | "copying"; readonly imageId: string }
  /** Copying it would be this attempt. */
  | { readonly status: "wanted"; readonly attempt: number }
  | { readonly status: "given-up" };

/** A copy that fails so often fails for a reason that a person has to mend. */
export const LARGEST_COPY_ATTEMPTS = 3;

const ROLES = ["primary", "standby"] as const;

/** The newest release first; equal times are told apart by ID, so that everybody chooses the same one. */
export function newestFirst(images: readonly SeenImage[]): readonly SeenImage[] {
  return [...images].sort(
    (left, right) => right.releasedAtMs - left.releasedAtMs || (left.imageId < right.imageId ? 1 : -1),
  );
}

/** The newest image that was made, not copied, in either Region; the primary's where both are as new. Null where there is none. */
export function currentRelease(stocks: ImageStocks): Release | null {
  const newest = ROLES.flatMap((role): Release[] => {
    const [image] = newestFirst(stocks[role].images.filter((each) => isLaunchable(each) && each.copyOf === null));
    return image ? [{ role, image }] : [];
  });
  const [first, second] = newest;
  if (!first || !second) return first ?? null;
  return second.image.releasedAtMs > first.image.releasedAtMs ? second : first;
}

export function copyStatus(stocks: ImageStocks, release: Release): CopyStatus {
  const copies = copiesOf(stocks, release);
  const available = copies.find(isLaunchable);
  if (available) return { status: "available", imageId: available.imageId };
  const pending = copies.find(({ state }) => state === "pending");
  if (pending) return { status: "copying", imageId: pending.imageId };
  return copies.length < LARGEST_COPY_ATTEMPTS
    ? { status: "wanted", attempt: copies.length + 1 }
    : { status: "given-up" };
}

/** A sentence when a move would launch something else than the newest release, or nothing; null while all is well or on its way. */
export function whatIsBehind(
  stocks: ImageStocks,
  { dueSeconds, nowMs }: { readonly dueSeconds: number; readonly nowMs: number },
): string | null {
  const release = currentRelease(stocks);
  if (release === null) return "Neither Region has an available image of its own with the plan's tag.";
  const { image } = release;
  const there = stocks[otherRole(release.role)];
  const made = `${image.imageId} (${image.name}), made in ${stocks[release.role].region}`;
  const copy = copyStatus(stocks, release);
  if (copy.status === "given-up") {
    return `${LARGEST_COPY_ATTEMPTS} copies of ${made}, failed in ${there.region}; no further one is tried.`;
  }
  const ageSeconds = Math.floor((nowMs - image.releasedAtMs) / 1000);
  if (copy.status !== "available") {
    if (ageSeconds <= dueSeconds) return null;
    return `${made}, is ${spanText(ageSeconds)} old, and ${there.region} has no available copy of it.`;
  }
  const chosen = newestFirst(there.images.filter(isLaunchable))[0];
  if (chosen?.imageId === copy.imageId || isCopyOf(chosen, image.imageId)) return null;
  return `${there.region} would launch ${chosen?.imageId}, which is newer than the copy of ${made}: was its original withdrawn?`;
}

/**
 * Baton's own copies in one Region beyond the newest `kept`, and failed ones once a good copy is there. Never one of `inUse`,
 * and nothing at all before the newest release is available in both Regions.
 */
export function surplusCopies(
  stocks: ImageStocks,
  role: RegionRole,
  { kept, inUse }: { readonly kept: number; readonly inUse: readonly string[] },
): readonly SeenImage[] {
  const release = currentRelease(stocks);
  if (release === null || copyStatus(stocks, release).status !== "available") return [];
  const ours = stocks[role].images.filter(({ isOurs }) => isOurs);
  const tooOld = newestFirst(ours.filter(isLaunchable)).slice(kept);
  const failed = ours.filter(({ state }) => state === "failed");
  const isSpared = (image: SeenImage) => inUse.includes(image.imageId) || isCopyOf(image, release.image.imageId);
  return [...tooOld.filter((image) => !isSpared(image)), ...failed];
}

function copiesOf(stocks: ImageStocks, { role, image }: Release): readonly SeenImage[] {
  return stocks[otherRole(role)].images.filter((each) => isCopyOf(each, image.imageId));
}

/** Image IDs are unique across Regions. */
function isCopyOf(image: SeenImage | undefined, originalId: string): boolean {
  return image?.copyOf?.imageId === originalId;
}

function isLaunchable({ state }: SeenImage): boolean {
  return state === "available";
}
