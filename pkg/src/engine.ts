/** The one engine behind the facade: how it is started, called, and how its refusals become errors. */

import type { Flavour } from "./build.js";
import { type ErrorClass, MemberviewError } from "./errors.js";
import type { Refusal } from "./types.js";

/** What the facade asks of the wasm, which the glue gives. */
export interface Engine {
  Program: new (json: string, programBytes: number, nesting: number, events: number, cartLines: number, wallet: number) => EngineProgram;
  instant(text: string): number;
  build(): string;
}

/** A compiled program inside the engine. */
export interface EngineProgram {
  member(json: string): EngineMember;
  loading(): EngineLoading;
  restore(bytes: Uint8Array): EngineMember;
  header(): string;
  digest(code: string): string;
  cart(json: string): EngineCart;
  free(): void;
}

/** A member whose facts come in pieces of their text. */
export interface EngineLoading {
  /** Takes the next piece; false where the text is to be read as a whole. */
  add(piece: string): boolean;
  /** The member; nothing where the text is to be read as a whole. */
  finish(): EngineMember | undefined;
  free(): void;
}

/** A cart inside the engine. */
export interface EngineCart {
  set_quantity(line: string, quantity: number): void;
  free(): void;
}

/** A member inside the engine. */
export interface EngineMember {
  record(json: string): string;
  rejected(): string;
  view(now: number, locale: string, history: number, lots: number, stock: string): string;
  points(now: number, locale: string, history: number, lots: number): string;
  tiers(now: number, locale: string, history: number, lots: number): string;
  coupons(now: number, locale: string): string;
  benefits(now: number, locale: string): string;
  plans(now: number, locale: string): string;
  cart(json: string): EngineCart;
  quote(cart: EngineCart, now: number, locale: string, coupons: boolean, unlocks: number, plans: boolean): string;
  what_if(cart: EngineCart, sku: string, quantity: number, now: number): string;
  balance(now: number, currency: number): string;
  snapshot(): Uint8Array;
  free(): void;
}

let engine: Engine | undefined;
let came: Flavour = "wasm";
/** Counts the instances; a handle lives as long as its own. */
let instance = 0;
let initialiser: (() => Promise<void>) | undefined;
let starting: Promise<void> | undefined;

/** Connects the facade to a running engine. */
export function attach(glue: Engine, flavour: Flavour = "wasm"): void {
  engine = glue;
  came = flavour;
  instance++;
}

/** How the running engine came. */
export function flavour(): Flavour {
  return came;
}

/** Whether an engine is running. */
export function attached(): boolean {
  return engine !== undefined;
}

/** Says how the engine is started when it is needed first; it must end in `attach`. */
export function setInitialiser(start: () => Promise<void>): void {
  initialiser = start;
}

/** Waits until the engine runs, starting it when nobody has. A start that failed may be tried again. */
export function ready(): Promise<void> {
  if (engine) return Promise.resolve();
  if (!starting) {
    const attempt = (initialiser ?? refuse)();
    const over = () => {
      starting = undefined;
    };
    starting = attempt;
    attempt.then(over, over);
  }
  return starting;
}

async function refuse(): Promise<void> {
  throw notInitialised();
}

/** The running engine. */
export function present(locale?: string): Engine {
  if (!engine) throw notInitialised(locale);
  return engine;
}

function notInitialised(locale?: string): MemberviewError {
  return new MemberviewError([{ code: "notInitialised", path: "", params: {} }], locale);
}

/** Something of the engine's, held until it is freed. */
export class Handle<T extends { free(): void }> {
  private held: T | undefined;
  private readonly instance = instance;

  constructor(held: T) {
    this.held = held;
  }

  /** What is held. */
  get(locale: string): T {
    if (this.held === undefined) throw new MemberviewError([{ code: "freed", path: "", params: {} }], locale);
    if (this.instance !== instance || !engine) throw failed("the engine was restarted", locale);
    return this.held;
  }

  /** Gives the memory back; again is harmless. What an engine held that failed is gone with it. */
  free(): void {
    const { held } = this;
    this.held = undefined;
    registry?.unregister(this);
    if (held && this.instance === instance && engine) held.free();
  }
}

interface Registry {
  register(owner: object, held: Handle<{ free(): void }>, token: object): void;
  unregister(token: object): void;
}

declare const FinalizationRegistry: (new (cleanup: (held: Handle<{ free(): void }>) => void) => Registry) | undefined;

let registry: Registry | undefined;

/** Frees the handle when its owner is gone, on hosts that can tell. */
export function freeWith(owner: object, handle: Handle<{ free(): void }>): void {
  if (typeof FinalizationRegistry === "undefined") return;
  registry ??= new FinalizationRegistry((held) => held.free());
  registry.register(owner, handle, handle);
}

/** Calls the engine; what it refuses is thrown as `Kind`, each problem as `told` tells it. */
export function ask<T>(Kind: ErrorClass, locale: string, call: () => T, told = (problem: Refusal) => problem): T {
  try {
    return call();
  } catch (thrown) {
    const [first, ...others] = typeof thrown === "string" ? refusals(thrown) : [];
    if (first) throw new Kind([told(first), ...others.map(told)], locale);
    throw lost(thrown, locale);
  }
}

function refusals(thrown: string): Refusal[] {
  try {
    return [...(JSON.parse(thrown) as { problems: Refusal[] }).problems];
  } catch {
    return [];
  }
}

/**
 * An engine that trapped has lost its mind: nothing is asked of it again, and the next `ready()` starts another. No
 * input should lead here.
 */
function lost(thrown: unknown, locale: string): MemberviewError {
  engine = undefined;
  return failed(describe(thrown), locale);
}

function failed(reason: string, locale: string): MemberviewError {
  return new MemberviewError([{ code: "wasmFailed", path: "", params: { reason } }], locale);
}

function describe(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    return "unknown";
  }
}
