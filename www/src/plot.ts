/** The two plots: bars of what expires when, and the balance over the time bar. Days are the x axis of both. */
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { Format } from "./format";
import { colour, onScheme } from "./palette";
import { monthStarts } from "./time";

/** Least room of a month's tick, in CSS pixels. */
const TICK_ROOM = 52;
const TICK_STEPS = [1, 2, 3, 6, 12];
const FONT = '12px system-ui, -apple-system, "PingFang SC", "Noto Sans CJK SC", sans-serif';

/** A plot that fills its place, follows its size and the colour scheme, and can be thrown away. */
export class Plot {
  readonly #plot: uPlot;
  readonly #observer: ResizeObserver;
  readonly #offScheme: () => void;

  constructor(place: HTMLElement, height: number, options: Omit<uPlot.Options, "width" | "height">) {
    const legend = { show: false };
    this.#plot = new uPlot({ ...options, legend, width: place.clientWidth || 320, height }, [[], []], place);
    this.#observer = new ResizeObserver(() => {
      const width = place.clientWidth;
      if (width > 0 && width !== this.#plot.width) this.#plot.setSize({ width, height });
    });
    this.#observer.observe(place);
    this.#offScheme = onScheme(() => this.#plot.redraw(false, true));
  }

  /** Shows data over a range of days. */
  show(data: uPlot.AlignedData, from: number, to: number): void {
    this.#plot.batch(() => {
      this.#plot.setData(data, false);
      this.#plot.setScale("x", { min: from, max: to });
    });
  }

  destroy(): void {
    this.#observer.disconnect();
    this.#offScheme();
    this.#plot.destroy();
  }
}

/** Bars by day. `hover` is told the index of the bar under the pointer, or null. */
export function barPlot(place: HTMLElement, format: Format, hover: (index: number | null) => void): Plot {
  return new Plot(place, 168, {
    padding: [12, 10, 0, 0],
    cursor: { x: true, y: false, points: { show: false }, drag: { x: false, y: false }, focus: { prox: 24 } },
    scales: { x: { time: false }, y: { range: (_plot, _min, max) => [0, Math.max(1, (max ?? 0) * 1.05)] } },
    axes: [
      monthAxis(format),
      {
        font: FONT,
        stroke: () => colour("--ink-2"),
        grid: { stroke: () => colour("--line"), width: 1 },
        ticks: { show: false },
        size: 44,
        gap: 6,
        incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000],
        space: 36,
        values: (_plot, splits) => splits.map((value) => format.number(value)),
      },
    ],
    series: [
      {},
      {
        points: { show: false },
        width: 0,
        fill: () => colour("--accent"),
        ...bars(),
      },
    ],
    hooks: { setCursor: [(plot) => hover(plot.cursor.idx ?? null)] },
  });
}

/** A stepped line of the balance, with a ribbon of the tiers held below it. `inset` is half of the slider's thumb. */
export function balancePlot(place: HTMLElement, format: Format, inset: number, ribbon: () => RibbonPart[]): Plot {
  const stepped = uPlot.paths.stepped?.({ align: 1 });
  return new Plot(place, 76, {
    padding: [6, inset, 0, inset],
    cursor: { show: false },
    scales: { x: { time: false }, y: { range: (_plot, _min, max) => [-(max || 1) * 0.12, (max || 1) * 1.04] } },
    axes: [monthAxis(format), { show: false }],
    series: [
      {},
      {
        points: { show: false },
        width: 1.5,
        stroke: () => colour("--accent"),
        fill: () => colour("--accent-soft"),
        fillTo: 0,
        ...(stepped === undefined ? {} : { paths: stepped }),
      },
    ],
    hooks: { draw: [(plot) => drawRibbon(plot, ribbon())] },
  });
}

/** A stretch of the time bar during which a tier is held. */
export interface RibbonPart {
  tier: string;
  from: number;
  to: number;
}

function drawRibbon(plot: uPlot, parts: RibbonPart[]): void {
  const { ctx, bbox } = plot;
  const height = 5 * devicePixelRatio;
  for (const part of parts) {
    const left = plot.valToPos(part.from, "x", true);
    const right = plot.valToPos(part.to, "x", true);
    ctx.fillStyle = colour(`--tier-${part.tier}`) || colour("--ink-2");
    ctx.fillRect(left, bbox.top + bbox.height - height, Math.max(1, right - left - devicePixelRatio), height);
  }
}

function bars(): Partial<uPlot.Series> {
  const paths = uPlot.paths.bars?.({ size: [1, 10, 4], radius: 0.4 });
  return paths === undefined ? {} : { paths };
}

function monthAxis(format: Format): uPlot.Axis {
  return {
    font: FONT,
    stroke: () => colour("--ink-2"),
    grid: { show: false },
    ticks: { stroke: () => colour("--line"), size: 4, width: 1 },
    size: 22,
    gap: 2,
    splits: (plot, _axis, min, max) => monthStarts(min, max, tickStep(max - min, plot.width)),
    values: (_plot, splits) => splits.map((day) => format.monthTick(day)),
  };
}

function tickStep(days: number, width: number): number {
  const months = days / 30.4;
  return TICK_STEPS.find((step) => (width / months) * step >= TICK_ROOM) ?? 12;
}
