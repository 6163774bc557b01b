import type { ReactNode } from "react";
import type { Tone } from "./Badge";
import { Icon } from "./Icon";

type Props = { tone: Tone; children: ReactNode; action?: ReactNode };

/** A sentence across the view that stays until it is no longer so. */
export function Banner({ tone, children, action }: Props) {
  return (
    <div className={`banner tone-${tone}`} role={tone === "bad" ? "alert" : "status"}>
      <Icon name={tone === "bad" || tone === "warn" ? "warning" : "info"} />
      <span className="banner-text">{children}</span>
      {action}
    </div>
  );
}
