import { useEffect, useState } from "react";
import { Button } from "./Button";
import { copyText } from "./clipboard";

/** Copies, and says so for a moment. */
export function CopyButton({ text, label = "Copy", size = "small" }: { text: string; label?: string; size?: "normal" | "small" }) {
  const [state, setState] = useState<"idle" | "done" | "failed">("idle");
  useEffect(() => {
    if (state === "idle") return;
    const timer = window.setTimeout(() => setState("idle"), 1500);
    return () => window.clearTimeout(timer);
  }, [state]);
  const copy = () => {
    copyText(text).then(
      () => setState("done"),
      () => setState("failed"),
    );
  };
  return (
    <Button size={size} icon={state === "done" ? "check" : "copy"} onClick={copy}>
      <span aria-live="polite">{{ idle: label, done: "Copied", failed: "Not allowed" }[state]}</span>
    </Button>
  );
}
