/** A view as the engine wrote it: lines of text, each read when it is first asked for. */

import type { LadderView, MemberViewData, Points, PointsView } from "./types.js";

/** Everything to show for one member at one moment. It is data: nothing that happens later changes it, nothing is to be freed. */
export interface MemberView extends Readonly<MemberViewData> {}

export class MemberView {
  private constructor() {}

  /** A view over the engine's lines: head, points, tiers, and the rest. */
  static of(text: string): MemberView {
    const [headLine = "", pointsLine = "", tiersLine = "", extrasLine = "{}"] = text.split("\n");
    let head: Head | undefined;
    let points: PointsView[] | undefined;
    let tiers: LadderView[] | undefined;
    let extras: Extras | undefined;
    const rest = () => (extras ??= JSON.parse(extrasLine) as Extras);
    const top = () => (head ??= JSON.parse(headLine) as Head);
    // Accessors of the object itself, so that a spread, `Object.entries` and `structuredClone` see them.
    const view = {
      __proto__: MemberView.prototype,
      get program() {
        return top().program;
      },
      get member() {
        return top().member;
      },
      get now() {
        return top().now;
      },
      get today() {
        return top().today;
      },
      get points() {
        return (points ??= JSON.parse(pointsLine) as PointsView[]);
      },
      get tiers() {
        return (tiers ??= JSON.parse(tiersLine) as LadderView[]);
      },
      get segments() {
        return rest().segments ?? [];
      },
      get rewards() {
        return rest().rewards ?? [];
      },
      get signals() {
        return rest().signals ?? { member: [], events: { total: 0, entries: [] } };
      },
      get coupons() {
        return rest().coupons ?? [];
      },
      get plans() {
        return rest().plans ?? [];
      },
    };
    return view as unknown as MemberView;
  }

  /** The usable balance of the first points currency; 0 where the program has none. */
  get balance(): Points {
    return this.points[0]?.balance ?? 0;
  }

  /** The first ladder; `undefined` where the program has none. */
  get tier(): LadderView | undefined {
    return this.tiers[0];
  }

  /** The whole view as plain data. */
  toJSON(): MemberViewData {
    const { program, member, now, today, points, tiers, segments, rewards, signals, coupons, plans } = this;
    return { program, member, now, today, points, tiers, segments, rewards, signals, coupons, plans };
  }

  /** What Node's console shows. */
  [Symbol.for("nodejs.util.inspect.custom")](): MemberViewData {
    return this.toJSON();
  }
}

/** The first line. */
type Head = Pick<MemberViewData, "program" | "member" | "now" | "today">;

/** The last line. */
type Extras = Partial<Pick<MemberViewData, "segments" | "rewards" | "signals" | "coupons" | "plans">>;
