import type { ReactNode } from "react";
import { Icon, type IconName } from "./Icon";

export type Tone = "neutral" | "accent" | "ok" | "warn" | "bad";

type Props = { tone?: Tone; icon?: IconName; title?: string; children: ReactNode };

/** A word about something. Colour is never the only sign. */
export function Badge({ tone = "neutral", icon, title, children }: Props) {
  return (
    <span className={`badge tone-${tone}`} title={title}>
      {icon && <Icon name={icon} size={12} />}
      {children}
    </span>
  );
}
