/** What is wrong with an input. */

/** What a value of a problem may be. */
export type ParamValue = string | number | readonly string[];

/** What is wrong at one place of an input, before it is put in words. */
export interface Refusal {
  /** What is wrong; it never changes meaning. */
  code: ProblemCode;
  /** The JSON path of the offending value, such as `points[0].earn[2].fixed`; empty for the whole. */
  path: string;
  /** The numbers and words of the message. */
  params: Readonly<Record<string, ParamValue>>;
}

/** What is wrong at one place of an input. */
export interface Problem extends Refusal {
  /** One line in the caller's locale, without the path. */
  message: string;
}

/** The codes of all problems. */
export type ProblemCode = ReadingCode | ProgramCode | EventCode | CartCode | SnapshotCode | EngineCode;

/** What can be wrong with any JSON. */
export type ReadingCode =
  | "syntax"
  | "duplicateKey"
  | "tooDeep"
  | "tooLarge"
  | "tooManyParts"
  | "wrongType"
  | "missing"
  | "unknownField"
  | "unknownWord"
  | "exactlyOne"
  | "notWhole"
  | "outOfRange"
  | "tooManyDecimals"
  | "emptyList"
  | "emptyText"
  | "tooLong"
  | "badDigest"
  | "badPeriod"
  | "badDate"
  | "badMonthDay"
  | "badHour"
  | "badInstant"
  | "badBirthday"
  | "badNumber"
  | "formatVersion"
  | "notSerialisable";

/** What can be wrong with a program. */
export type ProgramCode =
  | "badZone"
  | "badCurrency"
  | "unknownReference"
  | "duplicateId"
  | "metricCycle"
  | "segmentCycle"
  | "thresholdsOutOfOrder"
  | "boundsOutOfOrder"
  | "wrongUnit"
  | "notAllowedHere"
  | "unknownEvent"
  | "notRevocable"
  | "lotsDiffer"
  | "tooCostly"
  | "notYetSupported";

/** What can be wrong with an event. */
export type EventCode =
  | "unknownOrder"
  | "unknownLine"
  | "refundTooLarge"
  | "nothingToRefund"
  | "insufficientPoints"
  | "rewardClosed"
  | "tierHigher"
  | "minimumBalance"
  | "redeemLimit"
  | "unknownIssue"
  | "otherCoupon"
  | "couponNotBegun"
  | "couponLapsed"
  | "couponUsedUp"
  | "couponNotUsed"
  | "insufficientBalance"
  | "planNotRunning"
  | "benefitClosed"
  | "trialTaken"
  | "tooManyCoupons"
  | "beforeJoining"
  | "dateTooEarly"
  | "dateTooLate"
  | "needsHistory"
  | "secondOpening"
  | "overflow"
  | "tooManyEvents";

/** What can be wrong with a cart, beside what can be wrong with any JSON. */
export type CartCode = "tooManyLines" | "cartOfOtherProgram";

/** What can be wrong with a snapshot. */
export type SnapshotCode = "snapshotForeign" | "snapshotVersion" | "snapshotDamaged" | "snapshotOfOtherProgram";

/** What can be wrong with the engine or a handle. */
export type EngineCode = "notInitialised" | "freed" | "wasmBlocked" | "wasmFailed" | "cryptoMissing" | "badKey";
