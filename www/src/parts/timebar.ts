/** The date of the view: a slider on the curve of the balance, and a button that plays the time. */
import { h, say } from "../dom";
import type { MemberView } from "../engine";
import type { Frame, Page, Part } from "../part";
import { balancePlot } from "../plot";
import type { RibbonPart } from "../plot";
import { dayNumber, dayText } from "../time";

/** Half of the slider's thumb, as in the style sheet. */
const INSET = 14;
const DAYS_A_SECOND = 40;
/** With reduced motion the time goes in steps instead: this many days, this often. */
const STEP_DAYS = 30;
const STEP_MS = 1000;

export interface TimeBar extends Part {
  /** Draws the curve anew, because another member or another order changed it. */
  redraw(whole: MemberView): void;
  destroy(): void;
}

export function timeBar(page: Page): TimeBar {
  const { texts, format, session } = page;
  const { firstDay, lastDay } = session;
  let ribbon: RibbonPart[] = [];
  let shown = firstDay;

  const date = h("p", { class: "time-date", "data-shown": "day" });
  const play = h("button", { type: "button", class: "play", id: "play", onclick: () => (player.playing ? player.stop() : player.start()) });
  const place = h("div", { class: "time-plot", role: "img", "aria-label": texts.timePlot });
  const shade = h("div", { class: "time-shade" });
  const slider = h("input", {
    type: "range",
    id: "day",
    min: firstDay,
    max: lastDay,
    step: 1,
    "aria-label": texts.timeLabel,
    oninput: () => {
      player.stop();
      page.setDay(slider.valueAsNumber);
    },
    onkeydown: (event) => {
      const days = { PageUp: 30, PageDown: -30 }[(event as KeyboardEvent).key];
      if (days === undefined) return;
      event.preventDefault();
      player.stop();
      page.setDay(Math.min(lastDay, Math.max(firstDay, slider.valueAsNumber + days)));
    },
  });
  const root = h(
    "section",
    { class: "time", "aria-label": texts.timeTitle },
    h("div", { class: "time-head" }, play, date),
    h("div", { class: "time-track" }, place, shade, slider),
  );
  const plot = balancePlot(place, format, INSET, () => ribbon);
  const player = new Player(
    () => shown,
    (day) => page.setDay(day),
    firstDay,
    lastDay,
    (playing) => sayPlay(playing),
  );

  function sayPlay(playing: boolean): void {
    play.classList.toggle("playing", playing);
    play.ariaLabel = playing ? texts.pause : texts.play;
  }
  sayPlay(false);

  function update({ day }: Frame): void {
    shown = day;
    const words = format.longDay(dayText(day));
    if (slider.valueAsNumber !== day) slider.valueAsNumber = day;
    slider.setAttribute("aria-valuetext", words);
    say(date, words);
    shade.style.setProperty("--passed", String((day - firstDay) / (lastDay - firstDay)));
  }

  function redraw(whole: MemberView): void {
    ribbon = ribbonOf(whole, lastDay);
    const [days, balances] = balanceSteps(whole, firstDay, lastDay);
    plot.show([days, balances], firstDay, lastDay);
  }

  function destroy(): void {
    player.stop();
    plot.destroy();
  }
  return { root, update, redraw, destroy };
}

/** The balance after each day on which it changed. */
function balanceSteps(whole: MemberView, firstDay: number, lastDay: number): [number[], number[]] {
  const after = new Map<number, number>([[firstDay, 0]]);
  const entries = whole.points[0]?.history.entries ?? [];
  for (const entry of entries.toReversed()) after.set(dayNumber(entry.day), Number(entry.balance));
  const last = [...after.values()].at(-1) ?? 0;
  after.set(lastDay, after.get(lastDay) ?? last);
  return [[...after.keys()], [...after.values()]];
}

function ribbonOf(whole: MemberView, lastDay: number): RibbonPart[] {
  const steps = whole.tiers[0]?.history.entries.toReversed() ?? [];
  return steps.map((step, i) => {
    const next = steps[i + 1];
    return { tier: step.to ?? "none", from: dayNumber(step.day), to: next === undefined ? lastDay : dayNumber(next.day) };
  });
}

/** Plays the days forward, from the start again when it stands at the end. */
class Player {
  playing = false;
  #from = 0;
  #startedAt = 0;
  #request = 0;
  #lastShown = -1;

  constructor(
    readonly shown: () => number,
    readonly setDay: (day: number) => void,
    readonly firstDay: number,
    readonly lastDay: number,
    readonly onChange: (playing: boolean) => void,
  ) {}

  start(): void {
    this.#from = this.shown() >= this.lastDay ? this.firstDay : this.shown();
    this.#startedAt = performance.now();
    this.#lastShown = -1;
    this.playing = true;
    this.onChange(true);
    this.#request = requestAnimationFrame((time) => this.#tick(time));
  }

  stop(): void {
    if (!this.playing) return;
    cancelAnimationFrame(this.#request);
    this.playing = false;
    this.onChange(false);
  }

  #tick(time: number): void {
    const passed = Math.max(0, time - this.#startedAt);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const days = still ? Math.floor(passed / STEP_MS) * STEP_DAYS : Math.floor((passed * DAYS_A_SECOND) / 1000);
    const day = Math.min(this.lastDay, this.#from + days);
    if (day !== this.#lastShown) this.setDay(day);
    this.#lastShown = day;
    if (day === this.lastDay) return this.stop();
    this.#request = requestAnimationFrame((next) => this.#tick(next));
  }
}
