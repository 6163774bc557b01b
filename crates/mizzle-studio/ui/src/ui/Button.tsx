import type { ButtonHTMLAttributes } from "react";
import { Icon, type IconName } from "./Icon";

type Props = ButtonHTMLAttributes<HTMLButtonElement> & {
  /** `primary` is what the view is for, once a view; `quiet` has no border. */
  variant?: "plain" | "primary" | "danger" | "quiet";
  size?: "normal" | "small";
  icon?: IconName;
  /** Shows that it works on it, and cannot be pressed again. */
  isBusy?: boolean;
};

export function Button({ variant = "plain", size = "normal", icon, isBusy, children, className, disabled, ...rest }: Props) {
  const classes = ["button", `button-${variant}`, size === "small" && "button-small", !children && "button-icon", className];
  return (
    <button type="button" {...rest} className={classes.filter(Boolean).join(" ")} disabled={disabled || isBusy} aria-busy={isBusy}>
      {isBusy ? <span className="spinner-dot" aria-hidden="true" /> : icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

/** A button that is an icon alone, so it has to have a name. */
export function IconButton({ label, ...rest }: Omit<Props, "children" | "aria-label"> & { label: string; icon: IconName }) {
  return <Button variant="quiet" title={label} {...rest} aria-label={label} />;
}
