// A line that says what was done, or could not be, and goes away.

import { useEffect, useState } from "react";
import { failureOf } from "../api/client";

export type Toast = { text: string; isBad: boolean };

/** The line, how to set it, and a wrapper for what may fail. */
export function useToast() {
  const [toast, setToast] = useState<Toast | null>(null);
  useEffect(() => {
    if (!toast) return;
    const timer = window.setTimeout(() => setToast(null), toast.isBad ? 6000 : 2500);
    return () => window.clearTimeout(timer);
  }, [toast]);
  const say = (text: string, isBad = false) => setToast({ text, isBad });
  const attempt = async (work: Promise<unknown>, done: string) => {
    try {
      await work;
      say(done);
    } catch (error) {
      say(failureOf(error).message, true);
    }
  };
  return { toast, say, attempt };
}

export function ToastLine({ toast }: { toast: Toast | null }) {
  return (
    <div className="toast-place" role="status" aria-live="polite">
      {toast && <div className={toast.isBad ? "toast toast-bad" : "toast"}>{toast.text}</div>}
    </div>
  );
}
