import type { ReactNode } from "react";
import { Icon, type IconName } from "./Icon";

type Props = { icon?: IconName; title: string; children?: ReactNode; action?: ReactNode };

/** Where there is nothing to show: says why, and what to do next. */
export function Empty({ icon = "info", title, children, action }: Props) {
  return (
    <div className="empty">
      <Icon name={icon} size={24} />
      <p className="empty-title">{title}</p>
      {children && <div className="empty-text">{children}</div>}
      {action}
    </div>
  );
}
