// What the states of the wire are called, and how each is told apart without its colour.
import type { ChangeKind, EntryState, SideState, WayBack } from "../api/types";
import type { Tone } from "../ui/Badge";
import { shortCount } from "../ui/format";

/** A state: its word, its colour, and a sign for where there is no colour. */
export interface Sign {
  word: string;
  tone: Tone;
  /** One character of the text font. */
  sign: string;
}

export const entryStates: Record<EntryState, Sign & { meaning: string }> = {
  applied: { word: "applied", tone: "ok", sign: "✓", meaning: "The ledger has it, with the hash of this file." },
  pending: { word: "pending", tone: "warn", sign: "○", meaning: "The folder has it, the database does not." },
  unfinished: { word: "unfinished", tone: "bad", sign: "◐", meaning: "A run began it and did not reach its end." },
  withoutFile: { word: "without file", tone: "bad", sign: "?", meaning: "The ledger has it, the folder does not." },
  gone: { word: "gone", tone: "bad", sign: "✗", meaning: "Only mizzle.sum knows it: neither folder nor ledger has it." },
  unknown: { word: "not known", tone: "neutral", sign: "?", meaning: "The ledger could not be read." },
};

export const sideStates: Record<SideState, Sign> = {
  inStep: { word: "in step", tone: "ok", sign: "✓" },
  ahead: { word: "ahead", tone: "warn", sign: "●" },
  drifted: { word: "drifted", tone: "bad", sign: "✗" },
  broken: { word: "cannot be read", tone: "bad", sign: "!" },
  unknown: { word: "not looked at", tone: "neutral", sign: "?" },
};

export const waysBack: Record<WayBack, Sign & { meaning: string }> = {
  none: { word: "no way back", tone: "warn", sign: "⊘", meaning: "There is no file that takes it back." },
  uncertified: {
    word: "way back not proved",
    tone: "warn",
    sign: "↶",
    meaning: "A file takes it back, and nobody has tried whether it comes out where it began.",
  },
  unrecorded: {
    word: "way back not recorded",
    tone: "warn",
    sign: "↶",
    meaning: "A file takes it back, and nothing says what it was tried on.",
  },
  lossless: {
    word: "way back, nothing lost",
    tone: "ok",
    sign: "↶",
    meaning: "Tried: taken back, the database is what it was, with its rows.",
  },
  losslessByArchive: {
    word: "way back by the archive",
    tone: "ok",
    sign: "↶",
    meaning: "Tried: what was dropped is kept in the archive, and comes back from there.",
  },
  lossy: {
    word: "way back, with loss",
    tone: "warn",
    sign: "↶",
    meaning: "Tried: the structure comes back, some of the data does not.",
  },
};

export const changeKinds: Record<ChangeKind, Sign> = {
  added: { word: "added", tone: "ok", sign: "+" },
  removed: { word: "removed", tone: "bad", sign: "−" },
  changed: { word: "changed", tone: "warn", sign: "~" },
};

/** `≈ 340 rows`, `≈ 4.2M rows`: counts of tables here are the planner's, never exact. */
export function rows(number: number): string {
  return `≈ ${shortCount(number)} ${number === 1 ? "row" : "rows"}`;
}

const units: Array<[Intl.RelativeTimeFormatUnit, number]> = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

/** `3 days ago`. The wire's text is UTC and may lack its zone. */
export function ago(text: string, now = Date.now()): string {
  const zoned = /(Z|[+-]\d\d(:?\d\d)?)$/.test(text) ? text : `${text}Z`;
  const then = Date.parse(zoned.replace(" UTC", "").replace(" ", "T"));
  if (Number.isNaN(then)) return text;
  const seconds = (then - now) / 1000;
  for (const [unit, length] of units) {
    if (Math.abs(seconds) >= length) return relative.format(Math.round(seconds / length), unit);
  }
  return "just now";
}

/** The number in front of a migration's name, and the rest: lists align on it. */
export function nameParts(name: string): { number: string; rest: string } {
  const match = /^(\d+)_(.*)$/.exec(name);
  return match ? { number: match[1] ?? "", rest: match[2] ?? "" } : { number: "", rest: name };
}
