/** A part of the page: made once for a locale, then brought up to date with each view. */
import type { LadderView, Locale, MemberView, PointsView } from "./engine";
import type { Format } from "./format";
import type { Session } from "./session";
import type { Texts } from "./texts";

/** What a part needs when it is made. */
export interface Page {
  session: Session;
  locale: Locale;
  texts: Texts;
  format: Format;
  /** Shows another day. */
  setDay(day: number): void;
  /** Shows a day again because what was recorded changed, the curve of the time bar included. */
  refresh(day: number): void;
  setMember(name: string): void;
  setLocale(locale: Locale): void;
}

/** What a part shows. */
export interface Frame {
  day: number;
  view: MemberView;
  points: PointsView;
  tiers: LadderView;
}

export interface Part {
  root: HTMLElement;
  update(frame: Frame): void;
}
