// The diagram as a file: drawn by the server, as `mizzle erd` draws it for a pull request.
import { useState } from "react";
import { call, failureOf } from "../api/client";
import { Button } from "../ui/Button";
import { saveFile } from "../ui/clipboard";
import type { Points } from "./points";

export function Export({ points }: { points: Points }) {
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const save = async () => {
    setBusy(true);
    setFailure(null);
    try {
      const { svg } = await call("erd/svg", points);
      saveFile(new Blob([svg], { type: "image/svg+xml" }), `${nameOf(points)}.svg`);
    } catch (error) {
      setFailure(failureOf(error).message);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      {failure !== null && (
        <span className="note-bad" role="alert">
          {failure}
        </span>
      )}
      <Button icon="download" isBusy={isBusy} onClick={() => void save()} title="Save what is shown as an SVG file">
        SVG
      </Button>
    </>
  );
}

/** `recorded-to-desired`, without what a file name may not hold. */
function nameOf({ from, to }: Points): string {
  return (from === null ? to : `${from}-to-${to}`).replace(/[^\w.-]+/g, "_");
}
