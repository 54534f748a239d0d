import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  copyStatus,
  currentRelease,
  type ImageStocks,
  LARGEST_COPY_ATTEMPTS,
  newestFirst,
  type Release,
  type SeenImage,
  surplusCopies,
  whatIsBehind,
} from "../../orchestrator/images";
import { otherRole } from "../../orchestrator/resources/kind";

const HOUR_MS = 3_600_000;
const ROLES = ["primary", "standby"] as const;
const REGION = { primary: "us-east-1", standby: "eu-west-1" } as const;

function original(imageId: string, hours: number, more: Partial<SeenImage> = {}): SeenImage {
  const releasedAtMs = hours * HOUR_MS;
  return {
    imageId,
    name: `name of ${imageId}`,
    state: "available",
    releasedAtMs,
    copyOf: null,
    isOurs: false,
    ...more,
  };
}

/** Baton's copy, under an ID of its own. */
function copy(imageId: string, of: SeenImage, more: Partial<SeenImage> = {}): SeenImage {
  return { ...of, imageId, copyOf: { region: "elsewhere", imageId: of.imageId }, isOurs: true, ...more };
}

function stocks(primary: readonly SeenImage[], standby: readonly SeenImage[]): ImageStocks {
  return {
    primary: { region: REGION.primary, images: primary },
    standby: { region: REGION.standby, images: standby },
  };
}

const one = original("ami-1", 1);
const two = original("ami-2", 2);
const three = original("ami-3", 3);

describe("the current release", () => {
  test("is the newest that was made in either Region; a copy never is", () => {
    expect(currentRelease(stocks([one, two], [copy("ami-c2", two)]))).toEqual({ role: "primary", image: two });
    expect(currentRelease(stocks([one], [three]))).toEqual({ role: "standby", image: three });
    expect(currentRelease(stocks([copy("ami-c3", three)], [two]))).toEqual({ role: "standby", image: two });
  });

  test("is the primary's where both are as new, and none where nothing is available", () => {
    const twin = original("ami-9", 2);
    expect(currentRelease(stocks([two], [twin]))?.role).toBe("primary");
    expect(currentRelease(stocks([{ ...two, state: "pending" }], [{ ...one, state: "failed" }]))).toBeNull();
  });
});

describe("a release's copy", () => {
  const release: Release = { role: "primary", image: two };
  test.each<[string, readonly SeenImage[], ReturnType<typeof copyStatus>]>([
    ["missing", [copy("ami-c1", one)], { status: "wanted", attempt: 1 }],
    ["under way", [copy("ami-c2", two, { state: "pending" })], { status: "copying", imageId: "ami-c2" }],
    ["failed once", [copy("ami-c2", two, { state: "failed" })], { status: "wanted", attempt: 2 }],
    [
      "there",
      [copy("ami-f", two, { state: "failed" }), copy("ami-c2", two)],
      { status: "available", imageId: "ami-c2" },
    ],
    ["somebody else's", [copy("ami-c2", two, { isOurs: false })], { status: "available", imageId: "ami-c2" }],
    [
      "failed too often",
      Array.from({ length: LARGEST_COPY_ATTEMPTS }, (_, index) => copy(`ami-f${index}`, two, { state: "failed" })),
      { status: "given-up" },
    ],
  ])("%s", (_, standby, expected) => {
    expect(copyStatus(stocks([one, two], standby), release)).toEqual(expected);
  });
});

/** An hour and a minute after the second release. */
const LATE_HOURS = 2 + 61 / 60;

describe("what is behind", () => {
  const judge = (images: ImageStocks, atHours = 2.5) =>
    whatIsBehind(images, { dueSeconds: 3600, nowMs: atHours * HOUR_MS });

  test("nothing, while a copy is there or not yet due", () => {
    expect(judge(stocks([two], [copy("ami-c2", two)]), 99)).toBeNull();
    expect(judge(stocks([two], [copy("ami-c2", two, { state: "pending" })]))).toBeNull();
    expect(judge(stocks([two], []), 3)).toBeNull();
    expect(judge(stocks([two], [copy("ami-c2", two), copy("ami-c2b", two)]), 99)).toBeNull();
  });

  test("a copy that is not available when it is due, with its age", () => {
    const late =
      "ami-2 (name of ami-2), made in us-east-1, is 1 h 1 min old, and eu-west-1 has no available copy of it.";
    expect(judge(stocks([two], []), LATE_HOURS)).toBe(late);
    expect(judge(stocks([two], [copy("ami-c2", two, { state: "pending" })]), LATE_HOURS)).toMatch(
      /has no available copy/,
    );
  });

  test("no tagged image at all, at once", () => {
    expect(judge(stocks([], [copy("ami-c2", two)]))).toMatch(/Neither Region has an available image of its own/);
  });

  test("copies that failed too often, at once", () => {
    const failed = ["a", "b", "c"].map((name) => copy(`ami-${name}`, two, { state: "failed" }));
    expect(judge(stocks([two], failed), 2)).toMatch(/3 copies of ami-2 .* failed in eu-west-1/);
  });

  test("a withdrawn release whose copy would still be launched", () => {
    expect(judge(stocks([two], [copy("ami-c2", two), copy("ami-c3", three)]), 99)).toMatch(
      /eu-west-1 would launch ami-c3, which is newer than the copy of ami-2 .* withdrawn\?/,
    );
  });
});

describe("surplus copies", () => {
  const kept2 = (images: ImageStocks, inUse: readonly string[] = []) =>
    surplusCopies(images, "standby", { kept: 2, inUse }).map(({ imageId }) => imageId);
  const copies = [copy("ami-c1", one), copy("ami-c2", two), copy("ami-c3", three)];

  test("are Baton's own beyond the number, the oldest first to go", () => {
    expect(kept2(stocks([one, two, three], copies))).toEqual(["ami-c1"]);
    expect(
      kept2(
        stocks(
          [one, two, three],
          copies.map((image) => ({ ...image, isOurs: false })),
        ),
      ),
    ).toEqual([]);
  });

  test("are none that a group would launch next", () => {
    expect(kept2(stocks([one, two, three], copies), ["ami-c1"])).toEqual([]);
  });

  test("are none before the newest release is available there", () => {
    const four = original("ami-4", 4);
    expect(kept2(stocks([one, two, three, four], copies))).toEqual([]);
    expect(kept2(stocks([], copies))).toEqual([]);
  });

  test("are counted without failed ones, which nobody can launch", () => {
    const failed = copy("ami-f3", three, { state: "failed", releasedAtMs: 9 * HOUR_MS });
    expect(kept2(stocks([two, three], [...copies.slice(1), failed]))).toEqual(["ami-f3"]);
  });

  test("include failed ones, once a good one is there", () => {
    const failed = copy("ami-f3", three, { state: "failed" });
    expect(kept2(stocks([three], [failed, copy("ami-c3", three)]))).toEqual(["ami-f3"]);
    expect(kept2(stocks([three], [failed]))).toEqual([]);
  });
});

/** Any two Regions' images: originals, copies of what is in the other Region, copies whose original is gone. */
const anyStocks = fc
  .record({
    originals: fc.array(
      fc.record({ role: fc.constantFrom(...ROLES), hours: fc.integer({ min: 0, max: 5 }), state: anyState() }),
      { maxLength: 6 },
    ),
    copies: fc.array(fc.record({ of: fc.nat(7), state: anyState(), isOurs: fc.boolean() }), { maxLength: 8 }),
  })
  .map(({ originals, copies }) => {
    const made = originals.map(({ role, hours, state }, index) => ({
      role,
      image: original(`ami-${index}`, hours, { state }),
    }));
    const copied = copies.map(({ of, state, isOurs }, index) => {
      const source = made[of] ?? { role: "primary" as const, image: original(`ami-gone-${of}`, of) };
      return { role: otherRole(source.role), image: copy(`ami-c${index}`, source.image, { state, isOurs }) };
    });
    const at = (role: (typeof ROLES)[number]) =>
      [...made, ...copied].filter((each) => each.role === role).map(({ image }) => image);
    return stocks(at("primary"), at("standby"));
  });

function anyState() {
  return fc.constantFrom("available", "pending", "failed");
}

describe("whatever the Regions hold", () => {
  test("the release is an available original, and none is newer", () => {
    fc.assert(
      fc.property(anyStocks, (images) => {
        const release = currentRelease(images);
        const originals = ROLES.flatMap((role) => images[role].images).filter(
          ({ state, copyOf }) => state === "available" && copyOf === null,
        );
        if (release === null) return originals.length === 0;
        return (
          originals.includes(release.image) &&
          originals.every((each) => each.releasedAtMs <= release.image.releasedAtMs)
        );
      }),
    );
  });

  test("what goes is ours, not in use, not pending, and never the last good copy of the release", () => {
    fc.assert(
      fc.property(anyStocks, fc.integer({ min: 1, max: 3 }), fc.nat(7), (images, kept, used) => {
        const release = currentRelease(images);
        for (const role of ROLES) {
          const gone = surplusCopies(images, role, { kept, inUse: [`ami-c${used}`] });
          for (const image of gone) {
            expect(image.isOurs).toBe(true);
            expect(image.state).not.toBe("pending");
            if (image.state === "available") expect(image.imageId).not.toBe(`ami-c${used}`);
          }
          if (release && gone.length > 0) {
            const left = images[role].images.filter((image) => !gone.includes(image));
            const after = { ...images, [role]: { ...images[role], images: left } };
            expect(copyStatus(after, release).status).toBe("available");
          }
        }
      }),
    );
  });

  test("copying what is wanted ends: at most three copies of a release are ever begun", () => {
    fc.assert(
      fc.property(anyStocks, (images) => {
        const release = currentRelease(images);
        if (release === null) return;
        const there = otherRole(release.role);
        let now = images;
        for (let begun = 0; begun < LARGEST_COPY_ATTEMPTS; begun += 1) {
          if (copyStatus(now, release).status !== "wanted") return;
          const failed = copy(`ami-try-${begun}`, release.image, { state: "failed" });
          now = { ...now, [there]: { ...now[there], images: [...now[there].images, failed] } };
        }
        expect(copyStatus(now, release)).toEqual({ status: "given-up" });
      }),
    );
  });

  test("the order is total: the same images, however listed, come out the same", () => {
    fc.assert(
      fc.property(anyStocks, ({ primary }) => {
        expect(newestFirst([...primary.images].reverse())).toEqual(newestFirst(primary.images));
      }),
    );
  });
});
