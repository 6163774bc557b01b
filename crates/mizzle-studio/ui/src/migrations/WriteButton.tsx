// A button for what writes: it cannot be pressed where the studio may not, and says why.
import type { ComponentProps } from "react";
import { useIsReadOnly } from "../app/connection";
import { Button } from "../ui/Button";

export function WriteButton({ disabled, ...rest }: ComponentProps<typeof Button>) {
  const isReadOnly = useIsReadOnly();
  return <Button {...rest} disabled={disabled || isReadOnly} title={isReadOnly ? "The studio was started with --read-only" : undefined} />;
}
