/** A part of the page: made once for a locale, then brought up to date with each view. */
import { show } from "./dom";
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
  setShop(id: string): void;
  setMember(name: string): void;
  setLocale(locale: Locale): void;
}

/** What a part shows: the view, and of it the first currency of points and the first ladder, where the program has any. */
export interface Frame {
  day: number;
  view: MemberView;
  points: PointsView | undefined;
  tiers: LadderView | undefined;
}

/** A frame of a program that has points, or a ladder. */
export type FrameWith<K extends "points" | "tiers"> = Frame & { [key in K]: NonNullable<Frame[key]> };

export interface Part<F = Frame> {
  root: HTMLElement;
  update(frame: F): void;
}

/** A part that is shown only where the program has points, or a ladder. */
export function only<K extends "points" | "tiers">(key: K, part: Part<FrameWith<K>>): Part {
  const has = (frame: Frame): frame is FrameWith<K> => frame[key] !== undefined;
  function update(frame: Frame): void {
    show(part.root, has(frame));
    if (has(frame)) part.update(frame);
  }
  return { root: part.root, update };
}
